import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Only the first slice of each series says where it lies.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES', 'DICOM_TAG_MISSING'],
  change: (study) => {
    for (const [, ...rest] of study.series().values())
      for (const slice of rest) slice.delete('ImagePositionPatient', 'ImageOrientationPatient');
  },
};
