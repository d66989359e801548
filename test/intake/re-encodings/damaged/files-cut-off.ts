import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The five middle slices of each series end amid their pixels, as after a copy that was interrupted.',
  expect: 'refused',
  codes: ['DICOM_PIXELS_TRUNCATED'],
  change: (study) => {
    for (const slices of study.series().values()) {
      const middle = Math.floor(slices.length / 2);
      for (const slice of slices.slice(middle - 2, middle + 3)) {
        const bytes = slice.encode();
        slice.bytes = bytes.subarray(0, Math.floor(bytes.length / 2));
      }
    }
  },
};
