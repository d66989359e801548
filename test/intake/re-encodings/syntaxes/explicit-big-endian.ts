import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Explicit VR big endian.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.syntax = 'big-endian';
  },
};
