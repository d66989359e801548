import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG 2000 in two fragments, with a basic offset table.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-2000-lossless', { table: 'basic', fragments: 2 });
  },
};
