import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The four bits above BitsStored are set in 40 pixels of each slice.',
  expect: 'same',
  codes: ['VALUES_MASKED'],
  change: (study) => {
    for (const slice of study.slices) {
      const chosen = new Set(Array.from({ length: 40 }, () => study.random.integer(0, slice.pixels.length - 1)));
      slice.mapPixels((value, index) => (chosen.has(index) ? value | 0xf000 : value));
    }
  },
};
