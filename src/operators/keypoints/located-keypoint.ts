import type { Family } from '../../domain/families.ts';
import type { Site } from '../../domain/site.ts';
import { inPlaneDistanceMm, type Vec3 } from '../../domain/vec3.ts';
import { type Level, type Side, titleOfLevel } from '../../domain/vocabulary.ts';

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
  readonly frameOfReferenceUid?: string | undefined;
}

/** Keypoints of each family; a study may lack any of them. */
export type LocatedKeypoints = Readonly<Record<Family, readonly LocatedKeypoint[]>>;

export interface PlausibilityBounds {
  /** Between keypoints of neighbouring levels. */
  readonly minGapMm: number;
  readonly maxGapMm: number;
  /** Distance of an axial keypoint from the sagittal one of its level, in the plane of the axial slice. */
  readonly maxOffsetMm: number;
  /** Distance of the midline between left and right foramina from that between the recesses, as the median over the levels. */
  readonly maxMidlineMm: number;
}

/** Keypoints that contradict the anatomy or have a weak peak. */
export interface Implausibility {
  readonly family: Family;
  readonly code: 'KEYPOINTS_IMPLAUSIBLE' | 'KEYPOINT_OUTSIDE' | 'KEYPOINT_WEAK';
  /** Sites of the contradicting keypoints, or of the weak one. */
  readonly sites: readonly Site[];
  /** Kind of the contradiction. */
  readonly what: string;
  /** Its details: where, and by how much. */
  readonly detail: string;
}

export const mm = (length: number): string => `${length.toFixed(0)} mm`;

export const titleOf = ({ level, side }: Site): string =>
  [side, level === undefined ? undefined : titleOfLevel(level)].filter((part) => part !== undefined).join(' ');

export const at = (
  points: readonly LocatedKeypoint[],
  level: Level,
  side: Side | undefined,
): LocatedKeypoint | undefined => points.find(({ site }) => site.level === level && site.side === side);

/** Distance of a keypoint from the projection of another one onto its slice. */
export const inPlaneMm = ({ pointMm, normal }: LocatedKeypoint, other: LocatedKeypoint): number =>
  inPlaneDistanceMm(pointMm, other.pointMm, normal);
