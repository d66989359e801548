import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced, LEGACY_CONVERTED_MR } from '../../study/enhanced.ts';
import {
  convertedGroups,
  measureGroups,
  sourceGroups,
  typeGroups,
  valueGroups,
} from '../../study/functional-groups.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is a Legacy Converted Enhanced MR object; times are among the unassigned attributes.',
  expect: 'same',
  alone: true,
  change: (study) => {
    const shared = [measureGroups, typeGroups, valueGroups, convertedGroups];
    joinSeries(study, (slices) => enhanced(slices, { shared, each: [sourceGroups], sopClass: LEGACY_CONVERTED_MR }));
  },
};
