import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'SpacingBetweenSlices is 0.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.set({ SpacingBetweenSlices: '0' });
  },
};
