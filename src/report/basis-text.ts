import { UNKNOWN_BASIS } from '../domain/basis.ts';
import type { LocationProbabilities } from '../domain/findings.ts';

type Graded = Pick<LocationProbabilities, 'basis'>;

/** What a report says of a grade that rests on no pixel, instead of a severity. */
export const NOT_SEEN = 'not seen';

export const isSeen = ({ basis }: Graded): boolean => basis?.seen !== 'none';

export const isDoubtful = ({ basis }: Graded): boolean => basis?.doubtful ?? false;

/** `doubtful`, `partly seen`, both, or nothing for a grade that is unremarkable. */
export const remarkOf = ({ basis = UNKNOWN_BASIS }: Graded): string =>
  [basis.doubtful ? 'doubtful' : undefined, basis.seen === 'some' ? 'partly seen' : undefined]
    .filter((remark) => remark !== undefined)
    .join(', ');

/** `keypoints implausible, series missing`. */
export const reasonsText = ({ basis = UNKNOWN_BASIS }: Graded): string =>
  basis.reasons.map((code) => code.toLowerCase().replaceAll('_', ' ')).join(', ');
