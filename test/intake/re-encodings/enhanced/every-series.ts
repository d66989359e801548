import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Every series is one Enhanced MR object; orientation, spacing and times are shared by its frames.',
  expect: 'same',
  alone: true,
  change: (study) => joinSeries(study, (slices) => enhanced(slices)),
};
