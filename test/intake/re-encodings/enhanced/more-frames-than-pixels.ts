import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'NumberOfFrames is one more than there are functional groups and pixels for.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) => joinSeries(study, (slices) => enhanced(slices).set({ NumberOfFrames: `${slices.length + 1}` })),
};
