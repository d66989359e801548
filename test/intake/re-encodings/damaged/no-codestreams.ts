import { changeCodestreams } from '../../encoders/damage.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Frames are empty: the pixel data holds nothing but delimiters.',
  expect: 'refused',
  codes: ['DICOM_CODESTREAM_BROKEN'],
  change: (study) => changeCodestreams(study, 'jpeg-ls', (bytes) => bytes.subarray(0, 0)),
};
