import type { ReEncoding } from '../../re-encoding.ts';
import { decimal } from '../../study/decimals.ts';

export const reEncoding: ReEncoding = {
  what: 'SpacingBetweenSlices is negative, as some nuclear medicine software writes it.',
  expect: 'same',
  codes: ['SPACING_CORRECTED'],
  change: (study) => {
    for (const { dataSet } of study.slices)
      dataSet.set({ SpacingBetweenSlices: decimal(-dataSet.number('SpacingBetweenSlices')) });
  },
};
