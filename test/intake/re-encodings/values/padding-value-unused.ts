import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'PixelPaddingValue names a value that no pixel has.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.set({ PixelPaddingValue: 4095 });
  },
};
