import { greatestIndex } from '../../../domain/statistics/greatest-index.ts';
import { CONDITIONS, LEVELS } from '../../../domain/vocabulary.ts';
import {
  type ConditionGroup,
  type GradedStudy,
  isAmong,
  type LabelledLocation,
  labelledLocations,
} from '../graded-study.ts';

/** A labelled location with its answer and confidence. */
export interface Answer extends Omit<LabelledLocation, 'probabilities'> {
  /** Probability of being right, or any increasing function of it; 0 if nothing was seen. */
  readonly confidence: number;
  /** The most probable severity; the milder on ties. */
  readonly predicted: number;
}

export const isRight = ({ label, predicted }: Pick<Answer, 'label' | 'predicted'>): boolean => label === predicted;

/** Default confidence of every location: the probability of the most probable severity; 0 where nothing is graded. */
export const greatestProbabilities = ({ probabilities }: GradedStudy): readonly number[] =>
  probabilities.map((row) => (row === undefined ? 0 : Math.max(...row)));

/**
 * The labelled locations of studies.
 * @param confidences  one list per study, in the order of `LOCATIONS`; by default the probability of the most probable severity
 */
export const answersOf = (
  studies: readonly GradedStudy[],
  confidences: readonly (readonly number[])[] = studies.map(greatestProbabilities),
): readonly Answer[] =>
  labelledLocations(studies).map(({ study, location, label, probabilities }) => {
    const confidence = confidences[study]![location]!;
    return { study, location, confidence, label, predicted: greatestIndex(probabilities) };
  });

export const answersAmong = (answers: readonly Answer[], group: ConditionGroup): readonly Answer[] =>
  answers.filter(({ location }) => isAmong(group)(location));

export const levelAt = (location: number): (typeof LEVELS)[number] => LEVELS[location % LEVELS.length]!;

const SIDE_OF = CONDITIONS.map((condition) => /^(left|right)_/.exec(condition)?.[1] ?? 'central');

/** `left`, `right`, or `central` for the canal. */
export const sideAt = (location: number): string => SIDE_OF[Math.floor(location / LEVELS.length)]!;
