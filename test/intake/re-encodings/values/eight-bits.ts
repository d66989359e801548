import type { ReEncoding } from '../../re-encoding.ts';
import { toEightBits } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'Pixels are stored in 8 bits, the upper ones of 12.',
  expect: 'close',
  within: 0.08,
  change: (study) => study.slices.forEach(toEightBits),
};
