import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG-LS codestreams whose header says JPEG 2000.',
  expect: 'refused',
  codes: ['DICOM_CODESTREAM_BROKEN'],
  change: (study) => {
    for (const slice of study.slices) {
      compress(slice, 'jpeg-ls');
      slice.syntax = 'jpeg-2000-lossless';
    }
  },
};
