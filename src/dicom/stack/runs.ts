import { dot, type Vec3 } from '../../domain/vec3.ts';
import type { PositionedSlice } from '../slice-place.ts';

export interface At<T> extends PositionedSlice<T> {
  /** Position along the normal of its tilt, in mm. */
  readonly atMm: number;
}

/** Slices of one tilt, along its normal. */
export interface Run<T> {
  readonly slices: At<T>[];
  readonly normal: Vec3;
}

/** Neighbouring slices farther apart than the spacing. */
export interface Gap<T> {
  readonly before: T;
  readonly after: T;
  readonly widthMm: number;
}

/** Positions closer than this count as one, whatever the spacing. */
export const SAME_POSITION_MM = 0.05;
/** In units of the spacing. */
const GAP = 1.5;
/**
 * Missing slices leave 2 spacings or more, up to rounding; gaps between blocks depend on the discs and have any width. With consecutive instance
 * numbers nothing is missing between them.
 */
const ONE_MISSING = 2;
const ROUNDED = 0.05;
/**
 * More missing slices leave a whole number of spacings, but so do blocks planned in whole millimetres: instance numbers have to skip as many slices.
 * Blocks are farther apart than the last.
 */
const EXACT = 0.01;
const MOST_MISSING = 4;
/** Neighbours closer than this are crowded if many follow each other; where blocks of one tilt meet, one or two do. */
const CROWDED = 0.75;
const FEWEST_CROWDED = 3;

/** Lower median, so that gaps between blocks of two slices do not count. */
const lowerMedian = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

const distancesIn = <T>({ slices }: Run<T>): readonly number[] =>
  slices.slice(1).map((one, index) => one.atMm - slices[index]!.atMm);

/** Distances of neighbours at different positions. */
export const spacingOf = <T>(runs: readonly Run<T>[]): number | undefined =>
  lowerMedian(runs.flatMap(distancesIn).filter((distance) => distance > SAME_POSITION_MM));

/** From a slice to its neighbour. */
export interface Step {
  readonly widthMm: number;
  /** Difference of their instance numbers; NaN if one is unknown. */
  readonly numbers: number;
}

export const stepsIn = <T>(run: Run<T>, numberOf: (slice: T) => number | undefined): readonly Step[] => {
  const numbers = run.slices.map(({ slice }) => numberOf(slice) ?? Number.NaN);
  return distancesIn(run).map((widthMm, index) => ({
    widthMm,
    numbers: Math.abs(numbers[index + 1]! - numbers[index]!),
  }));
};

/** Usual difference of neighbours' numbers: more than 1 where the echoes of one series were split. */
export const usualNumbersOf = (steps: readonly Step[]): number =>
  lowerMedian(steps.flatMap(({ numbers }) => (numbers > 0 ? [numbers] : []))) ?? 1;

/** Whether this is room between two blocks, not the place of missing slices. */
export const isRoom = ({ widthMm, numbers }: Step, usual: Step): boolean => {
  const spacings = widthMm / usual.widthMm;
  if (spacings <= GAP) return false;
  const whole = Math.max(Math.round(spacings), ONE_MISSING);
  if (whole === ONE_MISSING) return Math.abs(spacings - whole) > ROUNDED || numbers === usual.numbers;
  return whole > MOST_MISSING || Math.abs(spacings - whole) > EXACT || numbers !== whole * usual.numbers;
};

export const gapsIn = <T>({ slices }: Run<T>, spacingMm: number): readonly Gap<T>[] =>
  slices.slice(1).flatMap((after, index) => {
    const before = slices[index]!;
    const widthMm = after.atMm - before.atMm;
    return widthMm > GAP * spacingMm ? [{ before: before.slice, after: after.slice, widthMm }] : [];
  });

/** Long blocks about neighbouring discs share a few slices at their ends; where they share most of one, it belongs to a second stack. */
const FEWEST_OVERLAPPING = 4;
const OVERLAPPING_SHARE = 0.5;

export const overlappingIn = <T>(blocks: readonly Run<T>[], axis: Vec3): number => {
  const heights = blocks.map(({ slices }) => slices.map(({ place }) => dot(place.centreMm, axis)));
  const most = heights.map((own) => {
    const within = heights.flatMap((other) => {
      if (other === own) return [];
      const [least, greatest] = [Math.min(...other), Math.max(...other)];
      return own.filter((at) => at > least && at < greatest).length;
    });
    const count = Math.max(0, ...within);
    return count >= FEWEST_OVERLAPPING && count > OVERLAPPING_SHARE * own.length ? count : 0;
  });
  return Math.max(0, ...most);
};

/** Compared within its own tilt: a block at another angle may have a different spacing. */
export const crowdedIn = <T>(run: Run<T>): number => {
  const spacingMm = spacingOf([run]) ?? 0;
  let [most, row] = [0, 0];
  for (const distance of distancesIn(run)) {
    row = distance < CROWDED * spacingMm ? row + 1 : 0;
    most = Math.max(most, row);
  }
  return most >= FEWEST_CROWDED ? most : 0;
};
