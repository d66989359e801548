import type { ReEncoding } from '../../re-encoding.ts';
import { mirror, upend } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'Axial slices are stored turned by 180 degrees; the header says so.',
  expect: 'same',
  codes: ['ORIENTATION_STANDARDISED'],
  change: (study) => {
    for (const slice of study.of('ax')) upend(mirror(slice));
  },
};
