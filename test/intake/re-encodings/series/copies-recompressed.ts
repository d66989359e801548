import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Every slice is there twice under one SOPInstanceUID, plain and as JPEG lossless.',
  expect: 'same',
  codes: ['COPIES_IGNORED'],
  alone: true,
  change: (study) =>
    study.add(
      ...study.slices.map((slice) =>
        compress(slice.copy(`${slice.folder}/${slice.number}_70.dcm`), 'jpeg-lossless-sv1'),
      ),
    ),
};
