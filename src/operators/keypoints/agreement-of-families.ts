import { shareFrame } from '../../domain/frame-of-reference.ts';
import { middleOf } from '../../domain/statistics/quantile.ts';
import { dot, minus, scaled, sum, type Vec3 } from '../../domain/vec3.ts';
import { LEVELS, type Level, SIDES } from '../../domain/vocabulary.ts';
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

/**
 * A level farther than this share of the distance to the own one is no clear evidence: foramina lie above their disc, and one side higher than the
 * other in a scoliotic spine. Counting differently shifts them by a whole level.
 */
const CLEARLY_NEARER = 0.5;

/**
 * Two networks recognise the levels, one on each sagittal series. Where they count differently, e.g. because one series begins a vertebra higher,
 * one of them grades the wrong levels.
 */
export const onOtherLevels = ({ spinal, foraminal }: LocatedKeypoints): readonly Implausibility[] =>
  foraminal.flatMap((point): readonly Implausibility[] => {
    const own = spinal.find(({ site }) => site.level === point.site.level);
    const comparable = spinal.filter((other) => shareFrame(point, other));
    if (own === undefined || !comparable.includes(own)) return [];
    const nearest = comparable.reduce((best, other) =>
      inPlaneMm(point, other) < inPlaneMm(point, best) ? other : best,
    );
    if (nearest === own || inPlaneMm(point, nearest) > CLEARLY_NEARER * inPlaneMm(point, own)) return [];
    const found = {
      code: 'KEYPOINTS_IMPLAUSIBLE',
      what: 'not at the level that the other sagittal series shows there',
      detail: `${titleOf(point.site)} lies at ${titleOf(nearest.site)}`,
    } as const;
    return [
      { ...found, family: 'foraminal', sites: [point.site] },
      { ...found, family: 'spinal', sites: [own.site], detail: titleOf(own.site) },
    ];
  });

/** Halfway between left and right. */
const midlineMm = (points: readonly LocatedKeypoint[], level: Level): Vec3 | undefined => {
  const [left, right] = SIDES.map((side) => at(points, level, side));
  return left && right && scaled(sum(left.pointMm, right.pointMm), 1 / 2);
};

/** From the midline of the recesses to that of the foramina, from side to side; undefined where a keypoint is missing. */
const fromMidlineMm = ({ foraminal, subarticular }: LocatedKeypoints, level: Level): number | undefined => {
  const [sagittal, axial] = [midlineMm(foraminal, level), midlineMm(subarticular, level)];
  const [point, recess] = [at(foraminal, level, 'left'), at(subarticular, level, 'left')];
  if (!(sagittal && axial && point && recess && shareFrame(point, recess))) return undefined;
  return dot(minus(sagittal, axial), point.normal);
};

/**
 * Foramina are searched on slices about the middle of their stack. The recesses, found on axial slices, show where the spine is: a stack that was not
 * planned about it, or misses slices at one end, shows something else there. The median over the levels, since a curved spine leaves the middle.
 */
export const offTheMidline = (
  keypoints: LocatedKeypoints,
  { maxMidlineMm }: PlausibilityBounds,
): readonly Implausibility[] => {
  const distance = Math.abs(middleOf(LEVELS.flatMap((level) => fromMidlineMm(keypoints, level) ?? [])) ?? 0);
  if (distance <= maxMidlineMm) return [];
  return [
    {
      family: 'foraminal',
      code: 'KEYPOINTS_IMPLAUSIBLE',
      sites: keypoints.foraminal.map(({ site }) => site),
      what: `the middle of the stack, about which foramina are searched, lies more than ${mm(maxMidlineMm)} to one side of the spine that axial slices show`,
      detail: `${distance.toFixed(1)} mm`,
    },
  ];
};
