import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Stored values are four times as large, RescaleSlope is 0.25.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices)
      slice
        .mapPixels((value) => 4 * value)
        .setBits(16)
        .set({ RescaleSlope: '0.25', RescaleIntercept: '0', RescaleType: 'US' });
  },
};
