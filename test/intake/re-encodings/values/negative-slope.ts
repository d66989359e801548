import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Stored values are the negative of the usual ones in all slices, and RescaleSlope is -1.',
  expect: 'same',
  codes: ['VALUES_RESCALED'],
  change: (study) => {
    for (const slice of study.slices)
      slice
        .setPixels(Int16Array.from(slice.pixels, (value) => -value))
        .setBits(16, { signed: true })
        .set({ RescaleSlope: '-1', RescaleIntercept: '0' });
  },
};
