import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are named 1.DCM, 2.DCM, ...',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.rename(`${slice.number}.DCM`);
  },
};
