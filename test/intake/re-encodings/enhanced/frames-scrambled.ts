import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { joinSeries } from '../../study/multi-frame.ts';

export const reEncoding: ReEncoding = {
  what: 'Frames come in any order; positions and dimension indices are right.',
  expect: 'same',
  alone: true,
  change: (study) => joinSeries(study, (slices) => enhanced(study.random.shuffled(slices))),
};
