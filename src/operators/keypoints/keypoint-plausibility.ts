import { FAMILIES } from '../../domain/families.ts';
import { nameOfSite, type Site } from '../../domain/site.ts';
import { dot, lengthOf, minus, type Vec3 } from '../../domain/vec3.ts';
import { LEVELS, type Level, SIDES, type Side, titleOfLevel } from '../../domain/vocabulary.ts';

/** A keypoint with its position in patient space. */
export interface LocatedKeypoint {
  readonly site: Site;
  readonly pointMm: Vec3;
  /** Whether it is inside its image. */
  readonly inside: boolean;
  /** Unit normal of its slice. */
  readonly normal: Vec3;
  readonly peak?: number | undefined;
  readonly peakFloor?: number | undefined;
}

/** Keypoints by structure; a study may lack any of them. */
export interface LocatedKeypoints {
  readonly spinal: readonly LocatedKeypoint[];
  readonly foraminal: readonly LocatedKeypoint[];
  readonly subarticular: readonly LocatedKeypoint[];
}

export interface PlausibilityBounds {
  /** Between keypoints of neighbouring levels. */
  readonly minGapMm: number;
  readonly maxGapMm: number;
  /** Distance of an axial keypoint from the sagittal one of its level, in the plane of the axial slice. */
  readonly maxOffsetMm: number;
}

/** Keypoints that contradict the anatomy or have a weak peak. */
export interface Implausibility {
  readonly family: keyof LocatedKeypoints;
  readonly code: 'KEYPOINTS_IMPLAUSIBLE' | 'KEYPOINT_OUTSIDE' | 'KEYPOINT_WEAK';
  /** Sites of the contradicting keypoints, or of the weak one. */
  readonly sites: readonly Site[];
  /** Kind of the contradiction. */
  readonly what: string;
  /** Its details: where, and by how much. */
  readonly detail: string;
}

const mm = (length: number): string => `${length.toFixed(0)} mm`;

const titleOf = ({ level, side }: Site): string =>
  [side, level === undefined ? undefined : titleOfLevel(level)].filter((part) => part !== undefined).join(' ');

const at = (points: readonly LocatedKeypoint[], level: Level, side: Side | undefined): LocatedKeypoint | undefined =>
  points.find(({ site }) => site.level === level && site.side === side);

const outside = (family: keyof LocatedKeypoints, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
  points
    .filter(({ inside }) => !inside)
    .map(({ site }) => ({
      family,
      code: 'KEYPOINT_OUTSIDE',
      sites: [site],
      what: 'outside the picture',
      detail: titleOf(site),
    }));

const weak = (family: keyof LocatedKeypoints, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
  points.flatMap(({ site, peak, peakFloor }) => {
    if (peak === undefined || peakFloor === undefined || peak >= peakFloor) return [];
    const detail = `${titleOf(site)}: ${peak.toFixed(2)}`;
    return [
      {
        family,
        code: 'KEYPOINT_WEAK',
        sites: [site],
        what: `the network is unsure, heatmap peak below ${peakFloor.toFixed(2)}`,
        detail,
      },
    ];
  });

/** Checks the keypoints of a stack by level: each is below the one before, and neither too near nor too far. */
const chain = (
  family: keyof LocatedKeypoints,
  points: readonly LocatedKeypoint[],
  side: Side | undefined,
  { minGapMm, maxGapMm }: PlausibilityBounds,
): readonly Implausibility[] => {
  const present = LEVELS.flatMap((level, index) => {
    const point = at(points, level, side);
    return point === undefined ? [] : [{ index, point }];
  });
  return present.slice(1).flatMap((lower, before): readonly Implausibility[] => {
    const upper = present[before]!;
    const gap = minus(upper.point.pointMm, lower.point.pointMm);
    const sites = [upper.point.site, lower.point.site];
    const found = { family, code: 'KEYPOINTS_IMPLAUSIBLE', sites } as const;
    const pair = `${titleOf(sites[0]!)} and ${titleOf(sites[1]!)}`;
    if (gap.z <= 0) return [{ ...found, what: 'not in order from head to foot', detail: pair }];
    const gapMm = lengthOf(gap);
    const isGood = gapMm >= minGapMm && gapMm <= maxGapMm;
    if (isGood || lower.index - upper.index > 1) return []; // a level between them has no keypoint
    const what = `neighbours not ${minGapMm} to ${mm(maxGapMm)} apart`;
    return [{ ...found, what, detail: `${pair}: ${mm(gapMm)}` }];
  });
};

/** Positive x is the patient's left. */
const exchanged = (family: keyof LocatedKeypoints, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
  LEVELS.flatMap((level) => {
    const [left, right] = [at(points, level, 'left'), at(points, level, 'right')];
    if (left === undefined || right === undefined || left.pointMm.x > right.pointMm.x) return [];
    const sites = [left.site, right.site];
    const what = "the left one does not lie to the patient's left of the right one";
    return [{ family, code: 'KEYPOINTS_IMPLAUSIBLE', sites, what, detail: titleOfLevel(level) }];
  });

/** In the slice's plane, from the projection of the level's sagittal keypoint. */
const offsetMm = ({ pointMm, normal }: LocatedKeypoint, sagittal: LocatedKeypoint): number => {
  const difference = minus(pointMm, sagittal.pointMm);
  return Math.sqrt(Math.max(0, dot(difference, difference) - dot(difference, normal) ** 2));
};

const farFromLevel = (
  { spinal, subarticular }: LocatedKeypoints,
  { maxOffsetMm }: PlausibilityBounds,
): readonly Implausibility[] =>
  subarticular.flatMap((point) => {
    const sagittal = point.site.level && at(spinal, point.site.level, undefined);
    const distance = sagittal === undefined ? 0 : offsetMm(point, sagittal);
    if (distance <= maxOffsetMm) return [];
    const what = `more than ${mm(maxOffsetMm)} from the sagittal keypoint`;
    const detail = `${titleOf(point.site)}: ${mm(distance)}`;
    return [{ family: 'subarticular', code: 'KEYPOINTS_IMPLAUSIBLE', sites: [point.site], what, detail }];
  });

/** A level is recognised by its neighbours: where most peaks of a chain are weak, a strong one is no evidence. */
const amongWeak = (
  family: keyof LocatedKeypoints,
  points: readonly LocatedKeypoint[],
  side: Side | undefined,
): readonly Implausibility[] => {
  const chained = points.filter(({ site }) => site.side === side);
  const weakSites = weak(family, chained).flatMap(({ sites }) => sites);
  if (weakSites.length * 2 <= chained.length) return [];
  return chained.flatMap(({ site }) => {
    if (weakSites.includes(site)) return [];
    const what = 'the network is unsure of most other levels';
    return [{ family, code: 'KEYPOINTS_IMPLAUSIBLE', sites: [site], what, detail: titleOf(site) }];
  });
};

/** Checks the keypoints of a study for contradictions with the anatomy of a lumbar spine, and for weak peaks. */
export const implausibilities = (
  keypoints: LocatedKeypoints,
  bounds: PlausibilityBounds,
): readonly Implausibility[] => {
  const { spinal, foraminal, subarticular } = keypoints;
  return [
    ...FAMILIES.flatMap((family) => outside(family, keypoints[family])),
    ...chain('spinal', spinal, undefined, bounds),
    ...SIDES.flatMap((side) => chain('foraminal', foraminal, side, bounds)),
    ...exchanged('foraminal', foraminal),
    ...exchanged('subarticular', subarticular),
    ...farFromLevel(keypoints, bounds),
    ...FAMILIES.flatMap((family) => weak(family, keypoints[family])),
    ...amongWeak('spinal', spinal, undefined),
    ...SIDES.flatMap((side) => amongWeak('foraminal', foraminal, side)),
  ];
};

/** The sites of implausible keypoints, without duplicates. */
export const implausibleSites = (found: readonly Implausibility[]): readonly Site[] => [
  ...new Map(found.flatMap(({ sites }) => sites).map((site) => [nameOfSite(site), site])).values(),
];
