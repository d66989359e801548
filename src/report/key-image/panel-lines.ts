import { FAMILY_OF } from '../../domain/families.ts';
import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { CONDITIONS, type Condition, LEVELS, SEVERITIES, titleOfLevel } from '../../domain/vocabulary.ts';
import { isSeen, NOT_SEEN, reasonsText, remarkOf } from '../basis-text.ts';
import { siteText } from '../family-names.ts';
import type { ReportGrade, ReportView } from '../report-study.ts';

const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** `Severe 87% (Normal/Mild 2%, Moderate 11%), doubtful: keypoints implausible` */
const gradeText = (grade: ReportGrade): string => {
  if (!isSeen(grade)) return `${NOT_SEEN}: ${reasonsText(grade)}`;
  const best = greatestIndex(grade.probabilities);
  const others = grade.probabilities.flatMap((share, label) =>
    label === best ? [] : [`${SEVERITIES[label]} ${percent(share)}`],
  );
  const remark = remarkOf(grade);
  const doubt = remark === '' ? '' : `, ${remark}: ${reasonsText(grade)}`;
  return `${SEVERITIES[best]} ${percent(grade.probabilities[best] ?? 0)} (${others.join(', ')})${doubt}`;
};

const FAMILY_TITLES: Readonly<Record<ReportView['family'], string>> = {
  spinal: 'Spinal canal stenosis',
  foraminal: 'Neural foraminal narrowing',
  subarticular: 'Subarticular stenosis',
};

/** Grades of a view, from head to foot and left before right. */
const gradesOfView = ({ family, site }: ReportView, grades: readonly ReportGrade[]): readonly ReportGrade[] => {
  const isOf = (condition: Condition): boolean => {
    const named = FAMILY_OF[condition];
    return named.family === family && (site.side === undefined || named.side === undefined || named.side === site.side);
  };
  return LEVELS.flatMap((level) =>
    CONDITIONS.flatMap((condition) => {
      const isHere = isOf(condition) && (site.level === undefined || site.level === level);
      return isHere ? grades.filter((grade) => grade.condition === condition && grade.level === level) : [];
    }),
  );
};

/** Text below the picture of a view. */
export const panelLines = (view: ReportView, grades: readonly ReportGrade[]): readonly string[] => {
  const place = siteText(view.site);
  const slice = view.slices[view.keySlice];
  return [
    `${FAMILY_TITLES[view.family]}${place === '' ? '' : `, ${place}`}`,
    `${view.series?.kind ?? ''}, instance ${slice?.instanceNumber ?? '?'}`,
    ...gradesOfView(view, grades).map((grade) => {
      const { side } = FAMILY_OF[grade.condition];
      const name = view.site.level === undefined ? titleOfLevel(grade.level) : (side ?? titleOfLevel(grade.level));
      return `${name}: ${gradeText(grade)}`;
    }),
  ];
};
