import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'BitsStored is 16; the values are the same.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.setBits(16);
  },
};
