import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are named 0001.dcm, 0002.dcm, ...',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.rename(`${String(slice.number).padStart(4, '0')}.dcm`);
  },
};
