import type { JournalCell, StudyRecord } from '../../core/study-record.ts';
import { numberIn } from '../../core/study-record.ts';
import type { Seen } from '../../domain/basis.ts';
import { CONDITIONS, type Condition, LEVELS, type Level, type Location, locationOf } from '../../domain/vocabulary.ts';
import type { SideGrade } from '../../report/comparison/compared-study.ts';
import { CONFIDENCE_COLUMNS } from '../../streams/outputs/confidence.ts';
import { coordinates } from '../../streams/outputs/coordinates.ts';
import { basis, submission } from '../../streams/outputs/submission.ts';

/** Where a run put a keypoint: a share of the stored image of an instance. */
export interface RecordedPoint {
  readonly condition: Condition;
  readonly level: Level;
  readonly seriesId: string;
  readonly instanceNumber: number | undefined;
  readonly xNorm: number;
  readonly yNorm: number;
}

/** A location in the record of a study. */
export interface RecordedLocation {
  readonly grade: SideGrade | undefined;
  readonly point: RecordedPoint | undefined;
}

type Cells = Readonly<Record<string, JournalCell>>;

const SEEN: readonly Seen[] = ['all', 'some', 'none'];
const NO_CELLS: Cells = {};

/** Rows of a table by location, with their cells by column. */
const rowsOf = (
  { tables, studyId }: StudyRecord,
  name: string,
  columns: readonly string[],
): ReadonlyMap<string, Cells> =>
  new Map(
    (tables[name] ?? []).map((row) => {
      const cells = Object.fromEntries(columns.map((column, at) => [column, row[at] ?? null]));
      const rowId = String(cells.row_id ?? '');
      return [rowId.startsWith(`${studyId}_`) ? rowId.slice(studyId.length + 1) : rowId, cells];
    }),
  );

const textOf = (cell: JournalCell | undefined): string => String(cell ?? '');
const codesOf = (cell: JournalCell | undefined): readonly string[] =>
  textOf(cell)
    .split(' ')
    .filter((code) => code !== '');

const confidenceOf = (cells: Cells | undefined): SideGrade['confidence'] =>
  cells && {
    probabilityRight: numberIn(cells.probability_right),
    calibrated: cells.calibrated === 'yes',
    refer: cells.refer === 'yes',
    reasons: codesOf(cells.reasons),
  };

const pointOf = (
  condition: Condition,
  level: Level,
  { series_id, instance_number, x_norm, y_norm }: Cells,
): RecordedPoint | undefined => {
  const [xNorm, yNorm] = [numberIn(x_norm), numberIn(y_norm)];
  if (xNorm === undefined || yNorm === undefined) return undefined;
  const instanceNumber = numberIn(instance_number);
  return { condition, level, seriesId: textOf(series_id), instanceNumber, xNorm, yNorm };
};

/** Grades, bases, confidence and keypoints of a study by location, from the tables that a run recorded. */
export const recordedLocations = (record: StudyRecord): ReadonlyMap<Location, RecordedLocation> => {
  const grades = rowsOf(record, submission.name, submission.columns ?? []);
  const bases = rowsOf(record, basis.name, basis.columns ?? []);
  const confidences = rowsOf(record, 'confidence', CONFIDENCE_COLUMNS);
  const points = rowsOf(record, coordinates.name, coordinates.columns ?? []);
  const gradeOf = (location: Location): SideGrade | undefined => {
    const row = grades.get(location);
    if (row === undefined) return undefined;
    const { seen, reasons } = bases.get(location) ?? NO_CELLS;
    const confidence = confidences.get(location);
    return {
      probabilities: [row.normal_mild, row.moderate, row.severe].map((cell) => numberIn(cell) ?? 0),
      basis: {
        seen: SEEN.find((one) => one === seen) ?? 'unknown',
        doubtful: confidence?.doubtful === 'yes',
        reasons: codesOf(reasons),
      },
      confidence: confidenceOf(confidence),
    };
  };
  return new Map(
    CONDITIONS.flatMap((condition) =>
      LEVELS.map((level) => {
        const location = locationOf(condition, level);
        const point = pointOf(condition, level, points.get(location) ?? NO_CELLS);
        return [location, { grade: gradeOf(location), point }] as const;
      }),
    ),
  );
};
