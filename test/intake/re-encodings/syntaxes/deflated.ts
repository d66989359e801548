import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Deflated explicit VR little endian (.99).',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.syntax = 'deflated';
  },
};
