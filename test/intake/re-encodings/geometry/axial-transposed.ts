import type { ReEncoding } from '../../re-encoding.ts';
import { transpose } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Axial slices are stored with columns as rows; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('ax').forEach(transpose),
};
