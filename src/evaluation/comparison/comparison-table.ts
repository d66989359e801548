import { stringify } from 'csv-stringify/sync';
import { locationOf } from '../../domain/vocabulary.ts';
import { defusedCell } from '../../files/defused-cell.ts';
import type { ComparedLocation, ComparedStudy, SideGrade } from '../../report/comparison/compared-study.ts';
import { severityName } from '../../report/index.ts';

const SIDE_COLUMNS = ['grade', 'normal_mild', 'moderate', 'severe', 'seen', 'reasons', 'probability_right', 'refer'];

const COLUMNS = [
  ...['row_id', 'page', 'verdict', 'change', 'moved_mm', 'moved_share', 'instance_a', 'instance_b'],
  ...['a', 'b'].flatMap((side) => SIDE_COLUMNS.map((column) => `${column}_${side}`)),
];

type Cell = string | number | undefined;

const sideCells = (grade: SideGrade | undefined): readonly Cell[] => {
  if (grade === undefined) return SIDE_COLUMNS.map(() => undefined);
  const { probabilities, basis, confidence } = grade;
  return [
    ...[severityName(grade), ...probabilities, basis.seen, basis.reasons.join(' ')],
    ...[confidence?.probabilityRight, confidence && (confidence.refer ? 'yes' : 'no')],
  ];
};

const rowOf = (studyId: string, page: string, location: ComparedLocation): readonly Cell[] => {
  const { condition, level, verdict, change, move, a, b } = location;
  return [
    ...[`${studyId}_${locationOf(condition, level)}`, page, verdict, change],
    ...[move?.mm, move?.share, move?.instances?.[0], move?.instances?.[1]],
    ...[...sideCells(a), ...sideCells(b)],
  ];
};

export const comparisonHead = (): string => stringify([COLUMNS]);

/** One row per location of a study that differs. */
export const comparisonRows = (studyId: string, page: string, { locations }: ComparedStudy): string =>
  stringify(locations.map((location) => rowOf(studyId, page, location).map(defusedCell)));
