import type { Condition } from '../../domain/vocabulary.ts';
import {
  conditionAt,
  type GradedStudy,
  type LabelledLocation,
  labelledLocations,
  type Probabilities,
} from './graded-study.ts';
import { logProbabilities, softmaxOf } from './log-probabilities.ts';
import { SEVERITY_WEIGHTS } from './score.ts';
import { PART_OF_CONDITION } from './study-losses.ts';

/** Softens predictions (above 1) or sharpens them (below 1); 1 changes nothing. */
export const tempered = (probabilities: Probabilities, temperature: number): Probabilities =>
  temperature === 1 ? probabilities : softmaxOf(logProbabilities(probabilities), 1 / temperature);

/** Search limits; with few locations, values beyond them are noise. */
const TEMPERATURES = { low: 0.1, high: 10 };
const STEPS = 50;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** Minimises a unimodal function by golden-section search. */
const leastAt = (value: (x: number) => number, from: number, to: number): number => {
  let [low, high] = [from, to];
  let [a, b] = [high - GOLDEN * (high - low), low + GOLDEN * (high - low)];
  let [atA, atB] = [value(a), value(b)];
  for (let step = 0; step < STEPS; step++) {
    if (atA <= atB) {
      [high, b, atB] = [b, a, atA];
      a = high - GOLDEN * (high - low);
      atA = value(a);
    } else {
      [low, a, atA] = [a, b, atB];
      b = low + GOLDEN * (high - low);
      atB = value(b);
    }
  }
  return (low + high) / 2;
};

/**
 * The temperature with the least weighted log loss (Guo et al. 2017, arXiv:1706.04599), with rows weighted as in the
 * score. The loss is convex in 1 / temperature, so the minimum is unique. 1 without labels.
 */
export const fittedTemperature = (locations: readonly Pick<LabelledLocation, 'label' | 'probabilities'>[]): number => {
  if (locations.length === 0) return 1;
  const rows = locations.map(({ label, probabilities }) => ({
    label,
    weight: SEVERITY_WEIGHTS[label]!,
    logits: logProbabilities(probabilities),
  }));
  const loss = (inverse: number): number =>
    rows.reduce((sum, { label, weight, logits }) => sum - weight * Math.log(softmaxOf(logits, inverse)[label]!), 0);
  return 1 / leastAt(loss, 1 / TEMPERATURES.high, 1 / TEMPERATURES.low);
};

/** A temperature for each part of the score that has locations of its own. */
export type Temperatures = Readonly<Record<(typeof PART_OF_CONDITION)[Condition], number>>;

const partAt = (index: number): keyof Temperatures => PART_OF_CONDITION[conditionAt(index)];

export const fittedTemperatures = (studies: readonly GradedStudy[]): Temperatures => {
  const fitted = (part: keyof Temperatures) =>
    fittedTemperature(labelledLocations(studies, (location) => partAt(location) === part));
  return { spinal: fitted('spinal'), foraminal: fitted('foraminal'), subarticular: fitted('subarticular') };
};

export const withTemperatures = (study: GradedStudy, temperatures: Temperatures): GradedStudy => ({
  ...study,
  probabilities: study.probabilities.map((row, index) => row && tempered(row, temperatures[partAt(index)])),
});
