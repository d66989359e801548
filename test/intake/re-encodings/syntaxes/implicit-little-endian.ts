import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Implicit VR little endian.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.syntax = 'implicit';
  },
};
