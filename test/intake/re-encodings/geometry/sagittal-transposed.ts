import type { ReEncoding } from '../../re-encoding.ts';
import { transpose } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Sagittal slices are stored with columns as rows; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('t1', 't2').forEach(transpose),
};
