import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are named IM000001, ... without an extension.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.rename(`IM${String(slice.number).padStart(6, '0')}`);
  },
};
