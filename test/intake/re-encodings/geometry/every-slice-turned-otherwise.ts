import type { ReEncoding } from '../../re-encoding.ts';
import { mirror, transpose, upend } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Every slice is stored in another one of the eight ways to turn a picture; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => {
    for (const slice of study.slices)
      for (const turn of [mirror, upend, transpose]) if (study.random.integer(0, 1) === 1) turn(slice);
  },
};
