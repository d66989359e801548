import { mean } from '../../domain/statistics/mean.ts';
import { SEVERITIES } from '../../domain/vocabulary.ts';
import { readConfidence } from '../inputs/read-confidence.ts';
import { readSubmission } from '../inputs/read-submission.ts';
import { keyOf, type StudyOf } from './drift-study.ts';

/** Conditions of both sides together, by a part of their names. Locations of a study are not independent, so each study counts once. */
const FAMILIES = [
  ['spinal canal', 'spinal_canal'],
  ['neural foramina', 'neural_foraminal'],
  ['subarticular recesses', 'subarticular'],
] as const;

const SEVERE = SEVERITIES.indexOf('Severe');

/** Adds the mean severity of each study by family of conditions, and whether any location is severe. @throws CSV_*, SUBMISSION_* */
export const readGradeRows = async (file: string, studyOf: StudyOf): Promise<void> => {
  for (const [studyId, grades] of await readSubmission(file)) {
    const { numbers, categories } = studyOf(studyId);
    for (const [name, part] of FAMILIES) {
      const expected = [...grades]
        .filter(([location]) => location.includes(part))
        .map(([, probabilities]) => probabilities.reduce((sum, p, severity) => sum + p * severity, 0));
      if (expected.length > 0) numbers.set(keyOf('grades', `severity of ${name}`), mean(expected));
    }
    const anySevere = [...grades.values()].some((p) => p.indexOf(Math.max(...p)) === SEVERE);
    categories.set(keyOf('grades', 'any severe'), anySevere ? 'yes' : 'no');
  }
};

/** Adds the mean confidence and heatmap peak of each study. @throws CSV_*, SUBMISSION_* */
export const readConfidenceRows = async (file: string, studyOf: StudyOf): Promise<void> => {
  for (const [studyId, rows] of await readConfidence(file)) {
    const { numbers } = studyOf(studyId);
    const right = [...rows.values()].flatMap(({ probabilityRight }) => probabilityRight ?? []);
    if (right.length > 0) numbers.set(keyOf('confidence', 'probability of being right'), mean(right));
    const peaks = [...rows.values()].flatMap(({ measures }) => measures.peak ?? []);
    if (peaks.length > 0) numbers.set(keyOf('confidence', 'heatmap peak'), mean(peaks));
  }
};
