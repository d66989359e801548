import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Deflated files end in the middle.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES', 'DICOM_PIXELS_TRUNCATED'],
  change: (study) => {
    for (const slice of study.slices) {
      slice.syntax = 'deflated';
      const bytes = slice.encode();
      slice.bytes = bytes.subarray(0, Math.floor(bytes.length / 2));
    }
  },
};
