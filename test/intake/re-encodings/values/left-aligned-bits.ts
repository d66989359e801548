import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The 12 bits lie at the upper end of the word: HighBit is 15.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.mapPixels((value) => value << 4).setBits(12, { high: 15 });
  },
};
