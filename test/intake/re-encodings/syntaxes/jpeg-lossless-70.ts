import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless, first-order prediction (.70).',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-lossless-sv1');
  },
};
