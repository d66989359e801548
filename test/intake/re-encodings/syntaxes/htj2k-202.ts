import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'High-throughput JPEG 2000, reversible, from low to high resolution (.202).',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'htj2k-lossless-rpcl');
  },
};
