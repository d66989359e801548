import type { ReEncoding } from '../../re-encoding.ts';
import { decimal } from '../../study/decimals.ts';

export const reEncoding: ReEncoding = {
  what: 'RescaleSlope and RescaleIntercept differ from slice to slice; the rescaled values are the usual ones.',
  expect: 'same',
  codes: ['VALUES_RESCALED'],
  change: (study) => {
    for (const [index, slice] of study.slices.entries()) {
      const [factor, offset] = [1 << (index % 4), 100 * (index % 5)];
      slice
        .mapPixels((value) => (value + offset) * factor)
        .setBits(16)
        .set({ RescaleSlope: decimal(1 / factor), RescaleIntercept: decimal(-offset), RescaleType: 'US' });
    }
  },
};
