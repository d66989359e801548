import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { measureGroups, timingGroups, typeGroups, valueGroups } from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'SeriesDescription is missing; times in functional groups, an item a frame, tell the contrast.',
  expect: 'same',
  alone: true,
  change: (study) => {
    for (const slice of study.slices) slice.delete('SeriesDescription');
    const shared = [measureGroups, typeGroups, valueGroups];
    joinSeries(study, (slices) => enhanced(slices, { shared, each: [timingGroups] }));
  },
};
