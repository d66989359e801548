import type { StudyRecord } from '../../core/study-record.ts';
import { greatestIndex } from '../../domain/statistics/greatest-index.ts';
import { CONDITIONS, LEVELS, locationOf } from '../../domain/vocabulary.ts';
import type {
  ComparedLocation,
  ComparedStudy,
  ComparedWarning,
  ConfidenceChange,
  KeypointMove,
  SideGrade,
  Verdict,
} from '../../report/comparison/compared-study.ts';
import { isSeen } from '../../report/index.ts';
import { type RecordedLocation, type RecordedPoint, recordedLocations } from './record-grades.ts';

/** Distance of two points in mm, as far as the images' headers are there. */
export type DistanceMm = (from: RecordedPoint, to: RecordedPoint) => Promise<number | undefined>;

const verdictOf = (a: SideGrade | undefined, b: SideGrade | undefined): Verdict => {
  if (a === undefined || b === undefined) return a === b ? 'same' : a === undefined ? 'graded-in-b' : 'graded-in-a';
  if (isSeen(a) !== isSeen(b)) return isSeen(a) ? 'seen-in-a' : 'seen-in-b';
  if (!isSeen(a)) return 'same';
  const [before, after] = [greatestIndex(a.probabilities), greatestIndex(b.probabilities)];
  if (before === after) return 'same';
  return after > before ? 'graver' : 'milder';
};

const changeOf = (a: SideGrade | undefined, b: SideGrade | undefined): number | undefined =>
  a === undefined || b === undefined || !isSeen(a) || !isSeen(b)
    ? undefined
    : Math.max(...a.probabilities.map((share, severity) => Math.abs(share - (b.probabilities[severity] ?? 0))));

/** A run without `confidence.csv` has no confidence to differ, and refers nothing. */
const confidenceOf = (
  a: SideGrade | undefined,
  b: SideGrade | undefined,
  tolerance: number,
): ConfidenceChange | undefined => {
  const [before, after] = [a?.confidence?.probabilityRight, b?.confidence?.probabilityRight];
  const change = before === undefined || after === undefined ? 0 : after - before;
  const probability = Math.abs(change) > tolerance ? change : undefined;
  const [wasReferred, isReferred] = [a?.confidence?.refer ?? false, b?.confidence?.refer ?? false];
  const referredIn = wasReferred === isReferred ? undefined : isReferred ? 'b' : 'a';
  return probability === undefined && referredIn === undefined ? undefined : { probability, referredIn };
};

const moveOf = async (
  a: RecordedPoint | undefined,
  b: RecordedPoint | undefined,
  { tolerance, distanceMm }: Comparing,
): Promise<KeypointMove | undefined> => {
  if (a === undefined || b === undefined) return undefined;
  const otherSeries = a.seriesId !== b.seriesId;
  const share = otherSeries ? undefined : Math.hypot(a.xNorm - b.xNorm, a.yNorm - b.yNorm);
  const isOther = a.instanceNumber !== b.instanceNumber;
  if (share !== undefined && share <= tolerance && !isOther) return undefined;
  const instances =
    isOther && a.instanceNumber !== undefined && b.instanceNumber !== undefined
      ? ([a.instanceNumber, b.instanceNumber] as const)
      : undefined;
  return { mm: await distanceMm(a, b), share, instances, otherSeries };
};

const warningsOf = (a: StudyRecord, b: StudyRecord): readonly ComparedWarning[] => {
  const count = ({ warnings }: StudyRecord, code: string): number =>
    warnings.filter((one) => one.code === code).reduce((sum, one) => sum + one.count, 0);
  const codes = [...new Set([...a.warnings, ...b.warnings].map(({ code }) => code))].sort();
  return codes.map((code) => ({ code, a: count(a, code), b: count(b, code) }));
};

export interface Comparing {
  /** Largest difference of a number that counts as none. */
  readonly tolerance: number;
  readonly distanceMm: DistanceMm;
}

const isEqual = ({ verdict, change = 0, confidence, move, a, b }: ComparedLocation, tolerance: number): boolean =>
  verdict === 'same' &&
  change <= tolerance &&
  confidence === undefined &&
  move === undefined &&
  a?.basis.seen === b?.basis.seen &&
  a?.basis.reasons.join(' ') === b?.basis.reasons.join(' ');

/** Compares the records that two runs have of a study; undefined if they do not differ by more than the tolerance. */
export const comparedStudy = async (
  a: StudyRecord,
  b: StudyRecord,
  label: string,
  comparing: Comparing,
): Promise<ComparedStudy | undefined> => {
  const [before, after] = [recordedLocations(a), recordedLocations(b)];
  const locations: ComparedLocation[] = [];
  for (const condition of CONDITIONS)
    for (const level of LEVELS) {
      const location = locationOf(condition, level);
      const [one, other] = [before.get(location), after.get(location)];
      if (!isThere(one) && !isThere(other)) continue;
      locations.push({
        ...{ condition, level, a: one?.grade, b: other?.grade },
        verdict: verdictOf(one?.grade, other?.grade),
        change: changeOf(one?.grade, other?.grade),
        confidence: confidenceOf(one?.grade, other?.grade, comparing.tolerance),
        move: await moveOf(one?.point, other?.point, comparing),
      });
    }
  const warnings = warningsOf(a, b);
  const failures = { a: a.error?.code, b: b.error?.code };
  const same =
    failures.a === failures.b &&
    warnings.every((one) => one.a === one.b) &&
    locations.every((one) => isEqual(one, comparing.tolerance));
  return same ? undefined : { label, locations, warnings, failures };
};

const isThere = (location: RecordedLocation | undefined): boolean =>
  location?.grade !== undefined || location?.point !== undefined;
