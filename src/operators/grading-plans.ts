import type { LocationLogits, Stack } from '../domain/results.ts';
import type { Site } from '../domain/site.ts';
import {
  CONDITIONS,
  type Condition,
  type GradedLocation,
  LEVELS,
  SEVERITIES,
  SIDES,
  type Side,
} from '../domain/vocabulary.ts';
import type { RegionKind } from '../models/zoo/region-kinds.ts';

/** Source of a model's input tensor: an entry of regions at the row's level (and on this side). */
export interface RoiInput {
  readonly tensor: string;
  readonly roi: string;
  readonly side?: Side;
}

/** How a kind of model sees a study: the rows of its batch, the inputs of a row, and the meaning of its logits. */
export interface GradingPlan {
  readonly rows: readonly Site[];
  readonly inputs: readonly RoiInput[];
  /** True if one row of the batch holds all levels, stacked on a separate axis. */
  readonly levelsInRow: boolean;
  readonly locationsOf: (row: Site, logits: ArrayLike<number>) => readonly LocationLogits[];
}

/** The regions that show a condition: kinds and side; without a side, both. */
const LOOKED_AT: Readonly<Record<Condition, { readonly rois: readonly string[]; readonly side?: Side }>> = {
  spinal_canal_stenosis: { rois: ['sagt2', 'axial_centre', 'axial'] },
  left_neural_foraminal_narrowing: { rois: ['sagt1'], side: 'left' },
  right_neural_foraminal_narrowing: { rois: ['sagt1'], side: 'right' },
  left_subarticular_stenosis: { rois: ['axial'], side: 'left' },
  right_subarticular_stenosis: { rois: ['axial'], side: 'right' },
};

/**
 * Whether a grade is based on a region of its level: sagittal T2 and axial for the canal, sagittal T1 of its side for a
 * foramen, axial of its side for a recess. The global and the study model see other regions, too, but those do not show
 * the graded structure.
 */
export const restsOn = ({ condition, level }: GradedLocation, roi: string, site: Site): boolean => {
  const { rois, side } = LOOKED_AT[condition];
  return rois.includes(roi) && site.level === level && (side === undefined || site.side === side);
};

const [SPINAL, LEFT_FORAMINAL, RIGHT_FORAMINAL, LEFT_SUBARTICULAR, RIGHT_SUBARTICULAR] = CONDITIONS;

const oneLevel: readonly Site[] = LEVELS.map((level) => ({ level }));
const oneLevelAndSide: readonly Site[] = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));
const bothSides = (roi: string): readonly RoiInput[] => SIDES.map((side) => ({ tensor: `${roi}_${side}`, roi, side }));
const globalInputs: readonly RoiInput[] = [
  { tensor: 'sagt2', roi: 'sagt2' },
  ...bothSides('sagt1'),
  ...bothSides('axial'),
];

/** A row of three logits for one condition, which may depend on the side. */
const threeLogits =
  (conditionOf: (side: Side | undefined) => Condition): GradingPlan['locationsOf'] =>
  ({ level, side }, logits) =>
    level === undefined ? [] : [{ condition: conditionOf(side), level, logits: Array.from(logits) }];

/** Severities are the outer axis: the logit of severity s and group member m is at s * members + m. */
const severityOutermost = (logits: ArrayLike<number>, members: number, member: number): readonly number[] =>
  SEVERITIES.map((_, severity) => logits[severity * members + member]!);

export type GradingKind = RegionKind;

export const GRADING_PLANS: Readonly<Record<GradingKind, GradingPlan>> = {
  spinal: {
    rows: oneLevel,
    inputs: [
      { tensor: 'sagt2', roi: 'sagt2' },
      { tensor: 'axial_centre', roi: 'axial_centre' },
    ],
    levelsInRow: false,
    locationsOf: threeLogits(() => SPINAL),
  },
  spinal_axial: {
    rows: oneLevel,
    inputs: [{ tensor: 'axial_centre', roi: 'axial_centre' }],
    levelsInRow: false,
    locationsOf: threeLogits(() => SPINAL),
  },
  foraminal: {
    rows: oneLevelAndSide,
    inputs: [{ tensor: 'sagt1', roi: 'sagt1' }],
    levelsInRow: false,
    locationsOf: threeLogits((side) => (side === 'left' ? LEFT_FORAMINAL : RIGHT_FORAMINAL)),
  },
  subarticular: {
    rows: oneLevelAndSide,
    inputs: [{ tensor: 'axial', roi: 'axial' }],
    levelsInRow: false,
    locationsOf: threeLogits((side) => (side === 'left' ? LEFT_SUBARTICULAR : RIGHT_SUBARTICULAR)),
  },
  global: {
    rows: oneLevel,
    inputs: globalInputs,
    levelsInRow: false,
    locationsOf: ({ level }, logits) =>
      level === undefined
        ? []
        : CONDITIONS.map((condition, index) => ({
            condition,
            level,
            logits: severityOutermost(logits, CONDITIONS.length, index),
          })),
  },
  study: {
    rows: [{}],
    inputs: globalInputs,
    levelsInRow: true,
    locationsOf: (_, logits) =>
      CONDITIONS.flatMap((condition, c) =>
        LEVELS.map((level, l) => ({
          condition,
          level,
          logits: severityOutermost(logits, CONDITIONS.length * LEVELS.length, c * LEVELS.length + l),
        })),
      ),
  },
};

export const isGradingKind = (kind: string): kind is GradingKind => Object.hasOwn(GRADING_PLANS, kind);

/**
 * The regions of a network's input in one of its rows: a single one, or one of each level.
 * @param missing  makes the error for a site without a region
 */
export const regionsOfRow = (
  { levelsInRow }: GradingPlan,
  row: Site,
  { roi, side = row.side }: RoiInput,
  { rois, missing }: { readonly rois: ReadonlyMap<string, readonly Stack[]>; readonly missing: (site: Site) => Error },
): readonly Stack[] => {
  const sites: readonly Site[] = levelsInRow ? LEVELS.map((level) => ({ level, side })) : [{ ...row, side }];
  return sites.map((site) => {
    const found = rois.get(roi)?.find((one) => one.site.level === site.level && one.site.side === site.side);
    if (found === undefined) throw missing(site);
    return found;
  });
};
