import type { ReEncoding } from '../../re-encoding.ts';
import { decimal } from '../../study/decimals.ts';
import { enhanced } from '../../study/enhanced.ts';
import { measureGroups, timingGroups, typeGroups, valueGroups } from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'PixelValueTransformation differs from frame to frame (Philips); the rescaled values are the usual ones.',
  expect: 'same',
  codes: ['VALUES_RESCALED'],
  alone: true,
  change: (study) => {
    for (const [index, slice] of study.slices.entries()) {
      const factor = 1 << (index % 4);
      slice
        .mapPixels((value) => value * factor)
        .setBits(16)
        .set({ RescaleSlope: decimal(1 / factor), RescaleIntercept: '0' });
    }
    const shared = [measureGroups, timingGroups, typeGroups];
    joinSeries(study, (slices) => enhanced(slices, { shared, each: [valueGroups] }));
  },
};
