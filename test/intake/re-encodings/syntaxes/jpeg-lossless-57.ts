import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless, predictor 6 (.57).',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-lossless');
  },
};
