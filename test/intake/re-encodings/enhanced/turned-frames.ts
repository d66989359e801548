import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { measureGroups, timingGroups, typeGroups, valueGroups } from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';
import { mirror, upend } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Every second frame is stored turned by 180 degrees, and says so itself.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  alone: true,
  change: (study) => {
    for (const [index, slice] of study.slices.entries()) if (index % 2 === 0) upend(mirror(slice));
    const each = [measureGroups];
    joinSeries(study, (slices) => enhanced(slices, { shared: [typeGroups, timingGroups, valueGroups], each }));
  },
};
