import type { ReEncoding } from '../../re-encoding.ts';
import { mirror } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Sagittal rows are stored from back to front; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('t1', 't2').forEach(mirror),
};
