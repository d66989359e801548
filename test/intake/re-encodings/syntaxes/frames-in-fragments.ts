import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless, each frame in five fragments, the offset table empty.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-lossless-sv1', { fragments: 5 });
  },
};
