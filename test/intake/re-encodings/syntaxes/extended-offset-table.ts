import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'RLE with an Extended Offset Table, of VR OV, in front of the pixel data.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'rle', { table: 'extended' });
  },
};
