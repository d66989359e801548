import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Signed values of 16 bits, 1000 below the usual ones; RescaleIntercept is 1000.',
  expect: 'same',
  codes: ['VALUES_RESCALED'],
  change: (study) => {
    for (const slice of study.slices)
      slice
        .setPixels(Int16Array.from(slice.pixels, (value) => value - 1000))
        .setBits(16, { signed: true })
        .set({ RescaleSlope: '1', RescaleIntercept: '1000', RescaleType: 'US' });
  },
};
