import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'SpacingBetweenSlices is missing; positions tell it.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.delete('SpacingBetweenSlices');
  },
};
