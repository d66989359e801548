import type { ReEncoding } from '../../re-encoding.ts';
import { upend } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Sagittal slices are stored with the feet on top; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('t1', 't2').forEach(upend),
};
