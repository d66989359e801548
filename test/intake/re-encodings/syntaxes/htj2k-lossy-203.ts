import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'High-throughput JPEG 2000, irreversible (.203).',
  expect: 'close',
  within: 0.004,
  codes: ['LOSSY_COMPRESSION'],
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'htj2k');
  },
};
