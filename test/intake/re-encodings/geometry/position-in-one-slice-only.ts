import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Only the first slice of each series says where it lies; no stack can be made of it.',
  expect: 'refused',
  codes: ['STUDY_WITHOUT_SERIES'],
  change: (study) => {
    for (const [, ...rest] of study.series().values())
      for (const slice of rest) slice.delete('ImagePositionPatient', 'ImageOrientationPatient');
  },
};
