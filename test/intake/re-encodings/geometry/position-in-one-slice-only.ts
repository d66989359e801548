import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Only the first slice of each series says where it lies; the others cannot be used.',
  expect: 'warned',
  codes: ['SERIES_PLANE_UNKNOWN', 'SLICES_FEWER'],
  change: (study) => {
    for (const [, ...rest] of study.series().values())
      for (const slice of rest) slice.delete('ImagePositionPatient', 'ImageOrientationPatient');
  },
};
