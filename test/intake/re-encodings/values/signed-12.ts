import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Signed values of 12 bits, 1000 below the usual ones; the four bits above the sign are zero.',
  expect: 'same',
  codes: ['VALUES_MASKED', 'VALUES_RESCALED'],
  change: (study) => {
    for (const slice of study.slices)
      slice
        .mapPixels((value) => (value - 1000) & 0xfff)
        .setBits(12, { signed: true })
        .set({ RescaleSlope: '1', RescaleIntercept: '1000', RescaleType: 'US' });
  },
};
