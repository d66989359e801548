import { basisCounts } from '../domain/basis.ts';
import { FAMILY_OF } from '../domain/families.ts';
import { greatestIndex } from '../domain/statistics/greatest-index.ts';
import { SEVERITIES, titleOfCondition, titleOfLevel } from '../domain/vocabulary.ts';
import { isDoubtful, isReferred, isSeen, NOT_SEEN } from './basis-text.ts';
import { gradesTable } from './grades-table.ts';
import { html, type Markup } from './html.ts';
import { htmlPage } from './html-page.ts';
import { failureSection, provenanceSection, warningsSection } from './notes-sections.ts';
import type { PageOptions, ReportGrade, ReportStudy } from './report-study.ts';
import { studyPictures } from './study-pictures.ts';
import { STUDY_SCRIPT } from './study-script.ts';
import { STUDY_STYLE } from './study-style.ts';
import { viewer } from './viewer.ts';

const severe = ({ probabilities }: ReportGrade): number => probabilities.at(-1) ?? 0;

/** The seen location with the greatest probability of the gravest severity; the first in a tie. */
const gravest = (grades: readonly ReportGrade[]): ReportGrade | undefined =>
  grades
    .filter(isSeen)
    .reduce<ReportGrade | undefined>(
      (worst, grade) => (worst === undefined || severe(grade) > severe(worst) ? grade : worst),
      undefined,
    );

const summary = ({ failure, grades, views }: ReportStudy): string => {
  if (failure !== undefined) return 'Not graded.';
  const worst = gravest(grades);
  if (worst === undefined && grades.length > 0) return 'Nothing was seen: no grade rests on any pixel.';
  if (worst === undefined) return views.length === 0 ? 'Nothing to show.' : 'Keypoints only; nothing was graded.';
  const counts = SEVERITIES.map(
    (name, severity) =>
      `${grades.filter((grade) => isSeen(grade) && greatestIndex(grade.probabilities) === severity).length} ${name}`,
  );
  const percent = `${(100 * severe(worst)).toFixed(0)}%${isDoubtful(worst) ? ', doubtful' : ''}`;
  return `Most probable: ${counts.join(', ')}${basisCountsText(grades)}. Most likely severe: ${titleOfCondition(worst.condition)} ${titleOfLevel(worst.level)} (${percent}).`;
};

/** `; 5 not seen, 2 partly seen, 3 doubtful, 4 referred to a reader`; empty if there are none. */
const basisCountsText = (grades: readonly ReportGrade[]): string => {
  const { notSeen, partly, doubtful } = basisCounts(grades);
  const parts = [
    [notSeen, NOT_SEEN],
    [partly, 'partly seen'],
    [doubtful, 'doubtful'],
    [grades.filter(isReferred).length, 'referred to a reader'],
  ].flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`]));
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
};

const pictureless = ({ failure }: ReportStudy): Markup =>
  html`<section class="viewer notice"><h2>Pictures</h2><p class="none">${
    failure === undefined
      ? 'This study has no usable series: there is no slice to look at, and its grades rest on nothing but zero input.'
      : 'There are no pictures of a study that could not be graded.'
  }</p></section>`;

/** The page of a study: self-contained, under 1.5 MB. Opens at the level that is most likely severe. */
export const studyPage = async (study: ReportStudy, options: PageOptions): Promise<string> => {
  const pictures = await studyPictures(study.views);
  const shown = study.views.some(({ slices }) => slices.length > 0);
  const views = shown ? study.views.map((view, index) => ({ view, pictures: pictures[index]! })) : [];
  const worst = gravest(study.grades);
  return htmlPage({
    title: `Study ${study.label}`,
    style: STUDY_STYLE,
    script: STUDY_SCRIPT,
    data: { level: worst?.level ?? 'l4_l5', side: (worst && FAMILY_OF[worst.condition].side) ?? 'left' },
    header: html`<h1>Study ${study.label}</h1><p>${summary(study)}</p><p class="back"><a href="../index.html">All studies</a></p>`,
    main: html`${study.failure && failureSection(study.failure)}${shown ? undefined : pictureless(study)}${gradesTable(study.grades, study.gradesCsv)}
${viewer(views, options)}
${study.failure === undefined || study.warnings.length > 0 ? warningsSection(study) : undefined}
${provenanceSection(study)}`,
    spinestream: study.run.spinestream,
  });
};
