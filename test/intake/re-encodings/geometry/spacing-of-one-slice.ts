import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Only the first slice of each series says SpacingBetweenSlices.',
  expect: 'same',
  change: (study) => {
    for (const [, ...rest] of study.series().values()) for (const slice of rest) slice.delete('SpacingBetweenSlices');
  },
};
