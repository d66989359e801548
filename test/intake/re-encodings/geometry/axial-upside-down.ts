import type { ReEncoding } from '../../re-encoding.ts';
import { upend } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Axial rows are stored from back to front; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('ax').forEach(upend),
};
