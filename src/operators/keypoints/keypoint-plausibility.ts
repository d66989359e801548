import { FAMILIES, type Family } from '../../domain/families.ts';
import { nameOfSite, type Site } from '../../domain/site.ts';
import { lengthOf, minus } from '../../domain/vec3.ts';
import { LEVELS, SIDES, type Side, titleOfLevel } from '../../domain/vocabulary.ts';
import { offTheMidline, onOtherLevels } from './agreement-of-families.ts';
import {
  at,
  type Implausibility,
  inPlaneMm,
  type LocatedKeypoint,
  type LocatedKeypoints,
  mm,
  type PlausibilityBounds,
  titleOf,
} from './located-keypoint.ts';

const outside = (family: Family, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
  points
    .filter(({ inside }) => !inside)
    .map(({ site }) => ({
      family,
      code: 'KEYPOINT_OUTSIDE',
      sites: [site],
      what: 'outside the picture',
      detail: titleOf(site),
    }));

const weak = (family: Family, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
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
  family: Family,
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
const exchanged = (family: Family, points: readonly LocatedKeypoint[]): readonly Implausibility[] =>
  LEVELS.flatMap((level) => {
    const [left, right] = [at(points, level, 'left'), at(points, level, 'right')];
    if (left === undefined || right === undefined || left.pointMm.x > right.pointMm.x) return [];
    const sites = [left.site, right.site];
    const what = "the left one does not lie to the patient's left of the right one";
    return [{ family, code: 'KEYPOINTS_IMPLAUSIBLE', sites, what, detail: titleOfLevel(level) }];
  });

const farFromLevel = (
  { spinal, subarticular }: LocatedKeypoints,
  { maxOffsetMm }: PlausibilityBounds,
): readonly Implausibility[] =>
  subarticular.flatMap((point) => {
    const sagittal = point.site.level && at(spinal, point.site.level, undefined);
    const distance = sagittal === undefined ? 0 : inPlaneMm(point, sagittal);
    if (distance <= maxOffsetMm) return [];
    const what = `more than ${mm(maxOffsetMm)} from the sagittal keypoint`;
    const detail = `${titleOf(point.site)}: ${mm(distance)}`;
    return [{ family: 'subarticular', code: 'KEYPOINTS_IMPLAUSIBLE', sites: [point.site], what, detail }];
  });

/** A level is recognised by its neighbours: where most peaks of a chain are weak, a strong one is no evidence. */
const amongWeak = (
  family: Family,
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
  const disorder = chain('spinal', spinal, undefined, bounds);
  return [
    ...FAMILIES.flatMap((family) => outside(family, keypoints[family])),
    ...disorder,
    ...SIDES.flatMap((side) => chain('foraminal', foraminal, side, bounds)),
    ...exchanged('foraminal', foraminal),
    ...exchanged('subarticular', subarticular),
    ...farFromLevel(keypoints, bounds),
    ...(disorder.length === 0 ? onOtherLevels(keypoints) : []), // contradicted keypoints do not tell others' levels
    ...offTheMidline(keypoints, bounds),
    ...FAMILIES.flatMap((family) => weak(family, keypoints[family])),
    ...amongWeak('spinal', spinal, undefined),
    ...SIDES.flatMap((side) => amongWeak('foraminal', foraminal, side)),
  ];
};

/** The sites of implausible keypoints, without duplicates. */
export const implausibleSites = (found: readonly Implausibility[]): readonly Site[] => [
  ...new Map(found.flatMap(({ sites }) => sites).map((site) => [nameOfSite(site), site])).values(),
];
