import type { ReEncoding } from '../../re-encoding.ts';
import { decimal } from '../../study/decimals.ts';

export const reEncoding: ReEncoding = {
  what: 'SliceLocation runs against the positions.',
  expect: 'same',
  change: (study) => {
    for (const slices of study.series().values())
      for (const [index, slice] of slices.entries())
        slice.set({ SliceLocation: decimal(-7.5 * ((index * 5) % slices.length)) });
  },
};
