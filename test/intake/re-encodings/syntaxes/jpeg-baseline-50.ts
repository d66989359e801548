import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';
import { toEightBits } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG of the upper 8 of 12 bits, quality 95 (.50).',
  expect: 'close',
  within: 0.15,
  codes: ['LOSSY_COMPRESSION'],
  change: (study) => {
    for (const slice of study.slices) compress(toEightBits(slice), 'jpeg-baseline');
  },
};
