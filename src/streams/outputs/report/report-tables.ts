import { LOCATIONS, locationOf, SEVERITIES } from '../../../domain/vocabulary.ts';
import { csvText } from '../../../files/csv-text.ts';
import { type IndexStudy, type ReportGrade, severityName } from '../../../report/index.ts';

const GRADE_COLUMNS = [
  ...['location', 'normal_mild', 'moderate', 'severe', 'most_probable', 'truth'],
  ...['seen', 'doubtful', 'reasons', 'probability_right', 'refer'],
];

/** The figure of a study's grades as CSV, without the study. */
export const gradesCsv = (grades: readonly ReportGrade[]): string =>
  csvText(
    GRADE_COLUMNS,
    grades.map((grade) => {
      const { condition, level, probabilities, truth, basis, confidence } = grade;
      return [
        ...[locationOf(condition, level), ...probabilities, severityName(grade)],
        ...[truth === undefined ? undefined : SEVERITIES[truth]],
        ...[basis?.seen, basis?.doubtful ? 'yes' : 'no', basis?.reasons.join(' ')],
        ...[confidence?.probabilityRight, confidence && (confidence.refer ? 'yes' : 'no')],
      ];
    }),
  );

/** The rows of the index as CSV, with the names of the pages only. */
export const studiesCsv = (studies: readonly IndexStudy[]): string =>
  csvText(
    ['study', 'page', 'severe', 'log_loss', ...LOCATIONS, 'doubtful', 'warnings', 'failure'],
    studies.map(({ label, page, grades, doubtful, severe, loss, warnings, failure }) => [
      ...[label, page, severe, loss],
      ...grades.map((grade) => (typeof grade === 'number' ? SEVERITIES[grade] : grade)),
      ...[LOCATIONS.filter((_, at) => doubtful[at]).join(' '), warnings, failure],
    ]),
  );
