import { greatestIndex } from '../../../domain/statistics/greatest-index.ts';
import { CONDITIONS, LEVELS, MISSING_LABEL } from '../../../domain/vocabulary.ts';
import { type ConditionGroup, conditionAt, type GradedStudy } from '../graded-study.ts';

/** A labelled location with its answer and confidence. */
export interface Answer {
  /** Index of its study. */
  readonly study: number;
  /** Index into `LOCATIONS`. */
  readonly location: number;
  /** Probability of being right, or any increasing function of it; 0 if nothing was seen. */
  readonly confidence: number;
  readonly label: number;
  /** The most probable severity; the milder on ties. */
  readonly predicted: number;
}

export const isRight = ({ label, predicted }: Pick<Answer, 'label' | 'predicted'>): boolean => label === predicted;

/** The confidence of every location of a study, in the order of `LOCATIONS`. */
export type StudyConfidence = readonly number[];

/** Default confidence: the probability of the most probable severity; 0 where nothing is graded. */
export const greatestProbabilities = ({ probabilities }: GradedStudy): StudyConfidence =>
  probabilities.map((row) => (row === undefined ? 0 : Math.max(...row)));

/**
 * The labelled locations of studies.
 * @param confidences  one list per study; by default the probability of the most probable severity
 */
export const answersOf = (
  studies: readonly GradedStudy[],
  confidences: readonly StudyConfidence[] = studies.map(greatestProbabilities),
): readonly Answer[] =>
  studies.flatMap(({ labels, probabilities }, study) =>
    labels.flatMap((label, location) =>
      label === MISSING_LABEL
        ? []
        : [
            {
              study,
              location,
              confidence: confidences[study]![location]!,
              label,
              predicted: greatestIndex(probabilities[location]!),
            },
          ],
    ),
  );

export const answersAmong = (answers: readonly Answer[], group: ConditionGroup): readonly Answer[] =>
  group === 'all' ? answers : answers.filter(({ location }) => conditionAt(location) === group);

export const levelAt = (location: number): (typeof LEVELS)[number] => LEVELS[location % LEVELS.length]!;

const SIDE_OF = CONDITIONS.map((condition) => /^(left|right)_/.exec(condition)?.[1] ?? 'central');

/** `left`, `right`, or `central` for the canal. */
export const sideAt = (location: number): string => SIDE_OF[Math.floor(location / LEVELS.length)]!;
