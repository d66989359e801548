import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { measureGroups, timingGroups, typeGroups, valueGroups } from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is one object, and every frame says everything itself.',
  expect: 'same',
  change: (study) => {
    const each = [measureGroups, typeGroups, timingGroups, valueGroups];
    joinSeries(study, (slices) => enhanced(slices, { shared: [], each }));
  },
};
