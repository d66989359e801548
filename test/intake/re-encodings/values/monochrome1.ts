import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The least value is white; values are inverted accordingly.',
  expect: 'same',
  codes: ['VALUES_INVERTED'],
  change: (study) => {
    for (const slice of study.slices)
      slice.mapPixels((value) => 4095 - value).set({ PhotometricInterpretation: 'MONOCHROME1' });
  },
};
