import { LOCATIONS, type Location } from '../../domain/vocabulary.ts';
import { type Grade, type Grades, type Narrowing, RANGES } from '../anatomy/severities.ts';
import { byLocation } from '../by-location.ts';
import { gaussian, type Rng } from '../rng.ts';
import { mix } from '../smooth.ts';
import { labelModel } from './label-model.ts';
import type { Thresholds } from './latent-correlation.ts';
import { normalCdf } from './normal.ts';

/** True severities of a patient, and the severities that a reader recorded. */
export interface Severities {
  readonly grades: Grades;
  readonly read: Grades;
  readonly narrowing: Narrowing;
}

/** Variance of a reader's error, for a latent variable of variance 1, at difficulty 1. */
const READER_VARIANCE = 0.16;
/** Share of it that is a reader's constant strictness or leniency throughout a study. */
const OF_READER = 0.25;

/** Ranges of narrowing at difficulty 1: they touch, so that a site may be on the border between two severities. */
const TOUCHING: readonly (readonly [low: number, high: number])[] = [
  [0, 0.36],
  [0.36, 0.74],
  [0.74, 1],
];

const gradeOf = (latent: number, [moderate, severe]: Thresholds): Grade => {
  if (latent > severe) return 2;
  return latent > moderate ? 1 : 0;
};

/** Share of a severity that is milder than this. */
const within = (latent: number, grade: Grade, [moderate, severe]: Thresholds): number => {
  const cuts = [0, normalCdf(moderate), normalCdf(severe), 1];
  return (normalCdf(latent) - cuts[grade]!) / (cuts[grade + 1]! - cuts[grade]!);
};

const narrowingAt = (share: number, grade: Grade, difficulty: number): number => {
  const [low, high] = [0, 1].map((end) => mix(RANGES[grade]![end]!, TOUCHING[grade]![end]!, difficulty));
  return mix(low!, high!, share);
};

/** Correlated standard normal variables, one per location. */
const drawLatent = (rng: Rng): ReadonlyMap<Location, number> => {
  const independent = LOCATIONS.map(() => gaussian(rng));
  const { mixing } = labelModel();
  return new Map(
    LOCATIONS.map((location, i) => [
      location,
      mixing[i]!.reduce((sum, weight, j) => sum + weight * independent[j]!, 0),
    ]),
  );
};

/**
 * Severities of one study at a difficulty above 0. Recorded labels have the frequencies and correlations of the real labels; true severities differ
 * by the reader's error and have the same frequencies. The milder a site is within its severity, the wider.
 */
export const drawSeverities = (rng: Rng, difficulty: number): Severities => {
  const { thresholds } = labelModel();
  const written = drawLatent(rng);
  const error = READER_VARIANCE * difficulty;
  const reader = gaussian(rng);
  const latent = byLocation((location) => {
    const slip = Math.sqrt(OF_READER) * reader + Math.sqrt(1 - OF_READER) * gaussian(rng);
    return Math.sqrt(1 - error) * written.get(location)! + Math.sqrt(error) * slip;
  });
  const grades = byLocation((location) => gradeOf(latent[location], thresholds[location]));
  return {
    grades,
    read: byLocation((location) => gradeOf(written.get(location)!, thresholds[location])),
    narrowing: byLocation((location) => {
      const grade = grades[location];
      return narrowingAt(within(latent[location], grade, thresholds[location]), grade, difficulty);
    }),
  };
};
