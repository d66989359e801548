import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'PerFrameFunctionalGroups has an item less than there are frames.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) =>
    joinSeries(study, (slices) => {
      const object = enhanced(slices);
      const items = object.items('PerFrameFunctionalGroupsSequence');
      return object.set({ PerFrameFunctionalGroupsSequence: items.slice(0, -1) });
    }),
};
