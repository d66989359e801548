import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG 2000, a third of the size (.91).',
  expect: 'close',
  within: 0.004,
  codes: ['LOSSY_COMPRESSION'],
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-2000');
  },
};
