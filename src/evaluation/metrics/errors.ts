import { SpineError } from '../../domain/spine-error.ts';
import type { Location } from '../../domain/vocabulary.ts';

interface Row {
  readonly studyId: string;
  readonly location: Location;
}

export const labelUnknown = ({ studyId, location }: Row, label: number): SpineError =>
  new SpineError({
    code: 'LABEL_UNKNOWN',
    reason: `the label of ${location} is ${label}; the score knows 0, 1, 2 and -100 for a missing one`,
    where: { studyId },
  });

export const probabilitiesInvalid = ({ studyId, location }: Row, probabilities: readonly number[]): SpineError =>
  new SpineError({
    code: 'PROBABILITIES_INVALID',
    reason:
      `[${probabilities.join(', ')}] at ${location} are no probabilities of three severities; ` +
      'the score needs three numbers of at least 0 that add up to 1',
    where: { studyId },
  });

export const rowTwice = ({ studyId, location }: Row): SpineError =>
  new SpineError({
    code: 'SCORE_ROW_TWICE',
    reason: `${location} is there twice; each location of a study counts once, remove the other row`,
    where: { studyId },
  });

export const nothingToScore = (part: string): SpineError =>
  new SpineError({
    code: 'SCORE_WITHOUT_ROWS',
    reason:
      `no graded row of the ${part} conditions, whose log loss is a quarter of the score; ` +
      'score studies that have labels of each',
  });
