import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'PixelRepresentation is missing.',
  expect: 'refused',
  codes: ['DICOM_TAG_MISSING'],
  change: (study) => {
    for (const slice of study.slices) slice.delete('PixelRepresentation');
  },
};
