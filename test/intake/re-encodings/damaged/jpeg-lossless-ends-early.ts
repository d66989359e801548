import { changeCodestreams } from '../../encoders/damage.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless codestreams end after a third; the fragments themselves are whole.',
  expect: 'refused',
  codes: ['DICOM_CODESTREAM_BROKEN'],
  change: (study) =>
    changeCodestreams(study, 'jpeg-lossless-sv1', (bytes) => bytes.subarray(0, Math.floor(bytes.length / 3))),
};
