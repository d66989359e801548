import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'All pixels are noise: there is nothing to grade.',
  expect: 'warned',
  codes: ['KEYPOINTS_IMPLAUSIBLE'],
  change: (study) => {
    for (const slice of study.slices) slice.mapPixels(() => study.random.integer(0, 1399));
  },
};
