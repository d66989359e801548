import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Patient, study, series and half of each series are nested folders.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) {
      const series = slice.dataSet.text('SeriesNumber').padStart(5, '0');
      slice.path = `PAT00001/STU00001/SER${series}/${slice.number % 2 === 0 ? 'A' : 'B'}/${slice.number}.dcm`;
    }
  },
};
