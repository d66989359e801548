import { dot, inPlaneDistanceMm, type Vec3 } from '../../domain/vec3.ts';
import { agreement, along, type PositionedSlice, radiusMm } from '../slice-place.ts';
import {
  type At,
  crowdedIn,
  type Gap,
  gapsIn,
  isRoom,
  overlappingIn,
  type Run,
  SAME_POSITION_MM,
  type Step,
  spacingOf,
  stepsIn,
  usualNumbersOf,
} from './runs.ts';

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
  /** Instance number, which skips missing slices but not the room between blocks. */
  readonly numberOf: (slice: T) => number | undefined;
  /** Preference between two slices at one position: positive for `a`. */
  readonly prefer: (a: T, b: T) => number;
}

/** Slices whose normals differ by less share a tilt: more than rounding to two decimals, less than discs planned separately. */
const SAME_TILT = Math.cos((2 * Math.PI) / 180);
/** In units of the spacing; rounding errors of positions are far smaller. */
const SAME_POSITION = 0.1;

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

const blocksOf = <T>(run: Run<T>, usual: Step, numberOf: StackRules<T>['numberOf']): readonly Run<T>[] => {
  const { slices, normal } = run;
  const steps = stepsIn(run, numberOf);
  const blocks: Run<T>[] = [];
  for (const [index, one] of slices.entries()) {
    if (index === 0 || isRoom(steps[index - 1]!, usual)) blocks.push({ normal, slices: [one] });
    else blocks.at(-1)!.slices.push(one);
  }
  return blocks;
};

const middleOf = <T>({ slices }: Run<T>, axis: Vec3): number =>
  slices.reduce((total, { place }) => total + dot(place.centreMm, axis), 0) / slices.length;

/**
 * Orders slices by position: along the normal within each tilt, and blocks by their centres along the axis. File names and numbers only matter for
 * the choice between slices at one position.
 */
export const orderStack = <T>(slices: readonly PositionedSlice<T>[], rules: StackRules<T>): OrderedStack<T> => {
  const { axis, inBlocks, numberOf, prefer } = rules;
  const tilts = byTilt(slices, axis);
  const spacingMm = spacingOf(tilts);
  const toleranceMm = Math.max(SAME_POSITION_MM, SAME_POSITION * (spacingMm ?? 0));
  const single = tilts.map((run) => withoutRepeats(run, toleranceMm, prefer));
  const runs = single.map(({ run }) => run);
  const gapless = spacingMm ?? Number.POSITIVE_INFINITY;
  const usual = { widthMm: gapless, numbers: usualNumbersOf(runs.flatMap((run) => stepsIn(run, numberOf))) };
  const blocks = runs
    .flatMap((run) => (inBlocks ? blocksOf(run, usual, numberOf) : [run]))
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
