import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Every third slice is stored with white as the least value.',
  expect: 'same',
  codes: ['VALUES_INVERTED'],
  change: (study) => {
    for (const [index, slice] of study.slices.entries())
      if (index % 3 === 0) slice.mapPixels((value) => 4095 - value).set({ PhotometricInterpretation: 'MONOCHROME1' });
  },
};
