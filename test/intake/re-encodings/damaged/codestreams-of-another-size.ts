import { changeCodestreams } from '../../encoders/damage.ts';
import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'JPEG lossless codestreams have 16 rows less than the header says.',
  expect: 'refused',
  codes: ['DICOM_CODESTREAM_BROKEN'],
  change: (study) => {
    changeCodestreams(study, 'jpeg-lossless-sv1', (bytes) => bytes);
    for (const slice of study.slices) slice.set({ Rows: slice.rows + 16 });
  },
};
