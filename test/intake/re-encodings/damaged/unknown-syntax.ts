import { compress } from '../../encoders/compress.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Files have a video transfer syntax (MPEG-4, .102), which no MR image has.',
  expect: 'refused',
  codes: ['DICOM_TRANSFER_SYNTAX'],
  change: (study) => {
    for (const slice of study.slices) compress(slice, 'jpeg-ls').syntax = 'video';
  },
};
