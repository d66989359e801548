import { dot, type Vec3 } from '../../domain/vec3.ts';
import { agreement, along, inPlaneDistanceMm, radiusMm, type SlicePlace } from '../slice-place.ts';

/** A slice to be ordered. */
export interface PositionedSlice<T> {
  readonly slice: T;
  readonly place: SlicePlace;
}

/** Neighbouring slices farther apart than the spacing. */
export interface Gap<T> {
  readonly before: T;
  readonly after: T;
  readonly widthMm: number;
}

/** A series in anatomical order. */
export interface OrderedStack<T> {
  /** Slices along the axis: from right to left, or from feet to head. At one position, only the preferred one. */
  readonly ordered: readonly T[];
  /** Median distance of neighbouring slices within a block; undefined for a single slice. */
  readonly spacingMm: number | undefined;
  /** Runs of slices with one tilt and no gap: one for a plain stack, one per disc for a stack that follows the discs. */
  readonly blocks: number;
  readonly gaps: readonly Gap<T>[];
  /** Longest run of neighbours much closer than the spacing; 0 for mere ends of blocks. */
  readonly crowded: number;
  /** Slices of a block that lie within the extent of another one, where they are many: two stacks share the series. */
  readonly overlapping: number;
  /** Slices dropped in favour of another at the same position. */
  readonly repeated: readonly T[];
}

export interface StackRules<T> {
  /** Direction of the order: to the patient's left for sagittal stacks, to the head for axial ones. */
  readonly axis: Vec3;
  /** Whether gaps between blocks are usual; then only a gap of a few whole spacings, from missing slices, counts. */
  readonly inBlocks: boolean;
  /** Preference between two slices at one position: positive for `a`. */
  readonly prefer: (a: T, b: T) => number;
}

/** Slices whose normals differ by less share a tilt: more than rounding to two decimals, less than discs planned separately. */
const SAME_TILT = Math.cos((2 * Math.PI) / 180);
/** In units of the spacing. Rounding errors of positions are far smaller than the first. */
const SAME_POSITION = 0.1;
const GAP = 1.5;
/** Missing slices leave 2 spacings or more, up to rounding; gaps between blocks depend on the discs and have any width. */
const ONE_MISSING = 2;
const ROUNDED = 0.05;
/** With more missing slices, chance explains a whole number as well, so that it has to be exact; blocks are farther apart than the last. */
const EXACT = 0.01;
const MOST_MISSING = 4;
/** Neighbours closer than this are crowded if many follow each other; where blocks of one tilt meet, one or two do. */
const CROWDED = 0.75;
const FEWEST_CROWDED = 3;
/** Positions closer than this count as one, whatever the spacing. */
const SAME_POSITION_MM = 0.05;

interface At<T> extends PositionedSlice<T> {
  /** Position along the normal of its tilt, in mm. */
  readonly atMm: number;
}

interface Run<T> {
  readonly slices: At<T>[];
  readonly normal: Vec3;
}

/** Rough sort from end to end, so that grouping by tilt does not depend on input order. */
const byCentre =
  (axis: Vec3) =>
  <T>({ place: { centreMm: a } }: PositionedSlice<T>, { place: { centreMm: b } }: PositionedSlice<T>): number =>
    dot(a, axis) - dot(b, axis) || a.x - b.x || a.y - b.y || a.z - b.z;

const byTilt = <T>(slices: readonly PositionedSlice<T>[], axis: Vec3): readonly Run<T>[] => {
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

/** Lower median, so that gaps between blocks of two slices do not count. */
const lowerMedian = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];

const distancesIn = <T>({ slices }: Run<T>): readonly number[] =>
  slices.slice(1).map((one, index) => one.atMm - slices[index]!.atMm);

/** Distances of neighbours at different positions. */
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

const isRoom = (widthMm: number, spacingMm: number): boolean => {
  const spacings = widthMm / spacingMm;
  const whole = Math.max(Math.round(spacings), ONE_MISSING);
  const tolerance = whole === ONE_MISSING ? ROUNDED : EXACT;
  return spacings > GAP && (whole > MOST_MISSING || Math.abs(spacings - whole) > tolerance);
};

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

/** Blocks about neighbouring discs meet in a slice or two; many slices within another block belong to a second stack. */
const FEWEST_OVERLAPPING = 4;

const overlappingIn = <T>(blocks: readonly Run<T>[], axis: Vec3): number => {
  const heights = blocks.map(({ slices }) => slices.map(({ place }) => dot(place.centreMm, axis)));
  const most = heights.map((own) => {
    const within = heights.flatMap((other) => {
      if (other === own) return [];
      const [least, greatest] = [Math.min(...other), Math.max(...other)];
      return own.filter((at) => at > least && at < greatest).length;
    });
    return Math.max(0, ...within);
  });
  return Math.max(0, ...most.filter((count) => count >= FEWEST_OVERLAPPING));
};

/** Compared within its own tilt: a block at another angle may have a different spacing. */
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
 * Orders slices by position: along the normal within each tilt, and blocks by their centres along the axis. File names and numbers only matter for
 * the choice between slices at one position.
 */
export const orderStack = <T>(slices: readonly PositionedSlice<T>[], rules: StackRules<T>): OrderedStack<T> => {
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
    overlapping: overlappingIn(blocks, axis),
    crowded: Math.max(0, ...runs.map((run) => crowdedIn(run))),
    repeated: single.flatMap(({ repeated }) => repeated),
  };
};
