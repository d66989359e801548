import { SpineError } from '../../domain/spine-error.ts';
import type { Location } from '../../domain/vocabulary.ts';

interface Row {
  readonly studyId: string;
  readonly location: Location;
}

export const labelUnknown = ({ studyId, location }: Row, label: number): SpineError =>
  new SpineError({
    code: 'LABEL_UNKNOWN',
    reason: `the label of ${location} is ${label}, expected 0, 1, 2, or -100 if missing`,
    where: { studyId },
  });

export const probabilitiesInvalid = ({ studyId, location }: Row, probabilities: readonly number[]): SpineError =>
  new SpineError({
    code: 'PROBABILITIES_INVALID',
    reason:
      `[${probabilities.join(', ')}] at ${location} are not probabilities; ` +
      'expected three non-negative numbers that add up to 1',
    where: { studyId },
  });

export const rowTwice = ({ studyId, location }: Row): SpineError =>
  new SpineError({
    code: 'SCORE_ROW_TWICE',
    reason: `duplicate row for ${location}; remove one`,
    where: { studyId },
  });

export const nothingToScore = (part: string): SpineError =>
  new SpineError({
    code: 'SCORE_WITHOUT_ROWS',
    reason:
      `no graded row of the ${part} conditions, which make up a quarter of the score; ` +
      'score studies that have labels of each',
  });

export const conditionsUnlabelled = (conditions: readonly string[]): SpineError =>
  new SpineError({
    code: 'SCORE_WITHOUT_ROWS',
    reason: `no graded location of ${conditions.join(', ')} has a label; give labels of these, or count missing ones as normal`,
  });
