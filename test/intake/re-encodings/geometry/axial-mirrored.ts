import type { ReEncoding } from '../../re-encoding.ts';
import { mirror } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: "Axial rows are stored from the patient's left to right; the header says so.",
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => study.of('ax').forEach(mirror),
};
