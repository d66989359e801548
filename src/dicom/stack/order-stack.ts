import { dot, type Vec3 } from '../../domain/vec3.ts';
import { agreement, along, inPlaneDistanceMm, radiusMm, type SlicePlace } from '../slice-place.ts';

/** A slice to be ordered. */
export interface Placed<T> {
  readonly slice: T;
  readonly place: SlicePlace;
}

/** Neighbours of a stack that are farther apart than its spacing says. */
export interface Gap<T> {
  readonly before: T;
  readonly after: T;
  readonly widthMm: number;
}

/** A series in the order of the patient's body. */
export interface OrderedStack<T> {
  /** Along the axis: from right to left, or from feet to head. Of slices at one position the last one that was preferred. */
  readonly ordered: readonly T[];
  /** Median distance of neighbouring slices of a block; undefined for a single slice. */
  readonly spacingMm: number | undefined;
  /** Runs of slices of one tilt without a gap; one for a plain stack, one a disc for a stack that follows the discs. */
  readonly blocks: number;
  readonly gaps: readonly Gap<T>[];
  /** The most neighbours in a row that are much nearer to each other than the spacing says; 0 where it is but the end of a block. */
  readonly crowded: number;
  /** Slices that lie where another one lies that was preferred. */
  readonly repeated: readonly T[];
}

export interface StackRules<T> {
  /** The way that the order runs: to the patient's left for sagittal stacks, to the head for axial ones. */
  readonly axis: Vec3;
  /** Blocks with room between them are usual: only a gap of two spacings, as one missing slice leaves it, counts. */
  readonly inBlocks: boolean;
  /** Which of two slices at one position is kept: positive where `a` is. */
  readonly prefer: (a: T, b: T) => number;
}

/** Slices whose normals differ by less belong to one tilt: more than rounding to two decimals does, less than discs differ that are planned apart. */
const SAME_TILT = Math.cos((2 * Math.PI) / 180);
/** In units of the spacing. Rounded positions are off by far less than the first. */
const SAME_POSITION = 0.1;
const GAP = 1.5;
/** A missing slice leaves 2 spacings but for rounding; room between blocks was planned by discs, and is any width. */
const ONE_MISSING = 2;
const ROUNDED = 0.05;
/** Nearer neighbours than this are crowded, if so many of them follow each other: where blocks of one tilt meet, one or two are. */
const CROWDED = 0.75;
const FEWEST_CROWDED = 3;
/** Positions closer than this are one position, whatever the spacing. */
const SAME_POSITION_MM = 0.05;

interface At<T> extends Placed<T> {
  /** Along the normal of its tilt, in mm. */
  readonly atMm: number;
}

interface Run<T> {
  readonly slices: At<T>[];
  readonly normal: Vec3;
}

/** Roughly from end to end, so that tilts are told apart alike in whichever order slices come. */
const byCentre =
  (axis: Vec3) =>
  <T>({ place: { centreMm: a } }: Placed<T>, { place: { centreMm: b } }: Placed<T>): number =>
    dot(a, axis) - dot(b, axis) || a.x - b.x || a.y - b.y || a.z - b.z;

const byTilt = <T>(slices: readonly Placed<T>[], axis: Vec3): readonly Run<T>[] => {
  const runs: Run<T>[] = [];
  for (const one of slices.toSorted(byCentre(axis))) {
    const normal = along(one.place.normal, axis);
    let run = runs.find((known) => agreement(known.normal, normal) >= SAME_TILT);
    if (run === undefined) {
      run = { normal, slices: [] };
      runs.push(run);
    }
    run.slices.push({ ...one, atMm: dot(one.place.centreMm, run.normal) });
  }
  for (const { slices: members } of runs) members.sort((a, b) => a.atMm - b.atMm);
  return runs;
};

const isSamePosition = <T>(a: At<T>, b: At<T>, toleranceMm: number, normal: Vec3): boolean =>
  Math.abs(a.atMm - b.atMm) <= toleranceMm &&
  inPlaneDistanceMm(a.place.centreMm, b.place.centreMm, normal) < Math.min(radiusMm(a.place), radiusMm(b.place));

/** The lower one of the middle two, so that room between blocks of two slices does not count. */
const lowerMedian = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

const distancesIn = <T>({ slices }: Run<T>): readonly number[] =>
  slices.slice(1).map((one, index) => one.atMm - slices[index]!.atMm);

/** Distances of neighbours that lie at different positions. */
const spacingOf = <T>(runs: readonly Run<T>[]): number | undefined =>
  lowerMedian(runs.flatMap(distancesIn).filter((distance) => distance > SAME_POSITION_MM));

const withoutRepeats = <T>(
  { slices, normal }: Run<T>,
  toleranceMm: number,
  prefer: StackRules<T>['prefer'],
): { readonly run: Run<T>; readonly repeated: readonly T[] } => {
  const kept: At<T>[] = [];
  const repeated: T[] = [];
  for (const one of slices) {
    const last = kept.at(-1);
    if (last === undefined || !isSamePosition(last, one, toleranceMm, normal)) kept.push(one);
    else if (prefer(one.slice, last.slice) > 0) {
      kept[kept.length - 1] = one;
      repeated.push(last.slice);
    } else repeated.push(one.slice);
  }
  return { run: { slices: kept, normal }, repeated };
};

const isRoom = (widthMm: number, spacingMm: number): boolean =>
  widthMm > GAP * spacingMm && Math.abs(widthMm - ONE_MISSING * spacingMm) > ROUNDED * spacingMm;

const blocksOf = <T>({ slices, normal }: Run<T>, spacingMm: number): readonly Run<T>[] => {
  const blocks: Run<T>[] = [];
  for (const one of slices) {
    const last = blocks.at(-1)?.slices.at(-1);
    if (last === undefined || isRoom(one.atMm - last.atMm, spacingMm)) blocks.push({ normal, slices: [one] });
    else blocks.at(-1)!.slices.push(one);
  }
  return blocks;
};

const middleOf = <T>({ slices }: Run<T>, axis: Vec3): number =>
  slices.reduce((total, { place }) => total + dot(place.centreMm, axis), 0) / slices.length;

const gapsIn = <T>({ slices }: Run<T>, spacingMm: number): readonly Gap<T>[] =>
  slices.slice(1).flatMap((after, index) => {
    const before = slices[index]!;
    const widthMm = after.atMm - before.atMm;
    return widthMm > GAP * spacingMm ? [{ before: before.slice, after: after.slice, widthMm }] : [];
  });

/** Compared with slices of its own tilt: a block that leans apart from the others may have a spacing of its own. */
const crowdedIn = <T>(run: Run<T>): number => {
  const spacingMm = spacingOf([run]) ?? 0;
  let [most, row] = [0, 0];
  for (const distance of distancesIn(run)) {
    row = distance < CROWDED * spacingMm ? row + 1 : 0;
    most = Math.max(most, row);
  }
  return most >= FEWEST_CROWDED ? most : 0;
};

/**
 * Orders slices by where they lie: within each tilt along its normal, the blocks by their middles along the axis. Names and numbers of files
 * play no part, except for the choice between slices at one position.
 */
export const orderStack = <T>(slices: readonly Placed<T>[], rules: StackRules<T>): OrderedStack<T> => {
  const { axis, inBlocks, prefer } = rules;
  const tilts = byTilt(slices, axis);
  const spacingMm = spacingOf(tilts);
  const toleranceMm = Math.max(SAME_POSITION_MM, SAME_POSITION * (spacingMm ?? 0));
  const single = tilts.map((run) => withoutRepeats(run, toleranceMm, prefer));
  const runs = single.map(({ run }) => run);
  const gapless = spacingMm ?? Number.POSITIVE_INFINITY;
  const blocks = runs
    .flatMap((run) => (inBlocks ? blocksOf(run, gapless) : [run]))
    .sort((a, b) => middleOf(a, axis) - middleOf(b, axis));
  return {
    ordered: blocks.flatMap((block) => block.slices.map(({ slice }) => slice)),
    spacingMm,
    blocks: blocks.length,
    gaps: blocks.flatMap((block) => gapsIn(block, gapless)),
    crowded: Math.max(0, ...runs.map((run) => crowdedIn(run))),
    repeated: single.flatMap(({ repeated }) => repeated),
  };
};
