import type { ReEncoding } from '../../re-encoding.ts';
import { decimal } from '../../study/decimals.ts';

export const reEncoding: ReEncoding = {
  what: 'SpacingBetweenSlices is the gap between slices instead of the distance of their centres.',
  expect: 'same',
  codes: ['SPACING_CORRECTED'],
  change: (study) => {
    for (const { dataSet } of study.slices) {
      const gapMm = dataSet.number('SpacingBetweenSlices') - dataSet.number('SliceThickness');
      dataSet.set({ SpacingBetweenSlices: decimal(gapMm) });
    }
  },
};
