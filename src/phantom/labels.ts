import type { Vec3 } from '../domain/study.ts';
import { LEVELS, type Location, MISSING_LABEL } from '../domain/vocabulary.ts';
import type { SeriesPlan } from './acquisition/series-plan.ts';
import { distanceMm } from './acquisition/slice-plane.ts';
import type { Grade, Grades } from './anatomy/severities.ts';
import { byLocation } from './by-location.ts';
import { chance, integer, type Rng } from './rng.ts';

export type PhantomLabels = Readonly<Record<Location, Grade | typeof MISSING_LABEL>>;

/** Maximum distance of a graded recess from the nearest axial slice. */
const SEEN_MM = 8;

export const isSeen = (point: Vec3, series: readonly SeriesPlan[]): boolean =>
  series.some(
    ({ kind, slices }) =>
      kind === 'Axial T2' && slices.some(({ geometry }) => Math.abs(distanceMm(geometry, point)) <= SEEN_MM),
  );

/** A reader rarely leaves the recesses of a level ungraded, but always does without axial slices. */
export const labelsOf = (
  rng: Rng,
  read: Grades,
  o: { quirks: boolean; hasAxial: boolean; isSeen: (location: Location) => boolean },
): PhantomLabels => {
  const skipped = o.quirks && chance(rng, 0.04) ? LEVELS[integer(rng, 0, LEVELS.length - 1)] : undefined;
  const isMissing = (location: Location): boolean =>
    location.includes('subarticular') &&
    (!o.hasAxial || (skipped !== undefined && location.endsWith(skipped)) || !o.isSeen(location));
  return byLocation((location) => (isMissing(location) ? MISSING_LABEL : read[location]));
};
