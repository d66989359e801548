import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG-LS, every value off by 2 at most (.81).',
  expect: 'close',
  within: 0.01,
  codes: ['LOSSY_COMPRESSION'],
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-ls-near');
  },
};
