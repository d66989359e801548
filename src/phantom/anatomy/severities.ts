import { type Condition, LEVELS, type Location, locationOf } from '../../domain/vocabulary.ts';
import { byLocation } from '../by-location.ts';
import { between, gaussian, type Rng } from '../rng.ts';
import { normalCdf } from '../severities/normal.ts';

/** 0 normal/mild, 1 moderate, 2 severe. */
export type Grade = 0 | 1 | 2;
export type Grades = Readonly<Record<Location, Grade>>;
/** Narrowing of each site: 0 wide open, 1 closed. */
export type Narrowing = Readonly<Record<Location, number>>;

type Rates = readonly [moderate: number, severe: number];

/**
 * Shares of moderate and severe at the five levels. Round figures in the range of the public RSNA 2024 training labels: most levels are normal or
 * mild, L4/L5 and L3/L4 are worst, foramina are worst at L5/S1.
 */
const CANAL: readonly Rates[] = [
  [0.04, 0.02],
  [0.07, 0.04],
  [0.1, 0.07],
  [0.12, 0.11],
  [0.04, 0.02],
];
const FORAMEN: readonly Rates[] = [
  [0.03, 0.01],
  [0.08, 0.02],
  [0.18, 0.04],
  [0.26, 0.08],
  [0.25, 0.1],
];
const RECESS: readonly Rates[] = [
  [0.05, 0.02],
  [0.11, 0.04],
  [0.18, 0.09],
  [0.24, 0.17],
  [0.19, 0.1],
];
const RATES: Readonly<Record<Condition, readonly Rates[]>> = {
  spinal_canal_stenosis: CANAL,
  left_neural_foraminal_narrowing: FORAMEN,
  right_neural_foraminal_narrowing: FORAMEN,
  left_subarticular_stenosis: RECESS,
  right_subarticular_stenosis: RECESS,
};

/** Narrowing of each grade. The gaps between the ranges are visible to a grader. */
export const RANGES: readonly (readonly [low: number, high: number])[] = [
  [0, 0.22],
  [0.48, 0.64],
  [0.82, 1],
];

/** Weights of shared causes; their squares sum to 1, so that every location keeps its own rates. */
const OF_STUDY = Math.sqrt(0.3);
const OF_LEVEL = Math.sqrt(0.25);
const OF_PLACE = Math.sqrt(0.45);

const gradeOf = (disease: number, [moderate, severe]: Rates): Grade => {
  const above = 1 - normalCdf(disease);
  if (above < severe) return 2;
  return above < severe + moderate ? 1 : 0;
};

/**
 * Grades of one study. Disease clusters: a worn spine or level raises all its sites, while over many studies each location has exactly its own rates.
 */
export const drawGrades = (rng: Rng): Grades => {
  const study = gaussian(rng);
  const levels = LEVELS.map(() => gaussian(rng));
  const graded = (Object.keys(RATES) as Condition[]).flatMap((condition) =>
    LEVELS.map((level, index) => {
      const disease = OF_STUDY * study + OF_LEVEL * levels[index]! + OF_PLACE * gaussian(rng);
      return [locationOf(condition, level), gradeOf(disease, RATES[condition][index]!)] as const;
    }),
  );
  return Object.fromEntries(graded) as Record<Location, Grade>;
};

/** A narrowing within the range of each grade. */
export const drawNarrowing = (rng: Rng, grades: Grades): Narrowing =>
  byLocation((location) => {
    const [low, high] = RANGES[grades[location]]!;
    return between(rng, low, high);
  });
