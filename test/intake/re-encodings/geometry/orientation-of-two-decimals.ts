import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'ImageOrientationPatient is rounded to two decimals, so that directions are no unit vectors.',
  expect: 'same',
  change: (study) => {
    for (const { dataSet } of study.slices)
      dataSet.set({ ImageOrientationPatient: dataSet.numbers('ImageOrientationPatient').map((one) => one.toFixed(2)) });
  },
};
