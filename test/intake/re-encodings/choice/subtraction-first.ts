import type { ReEncoding } from '../../re-encoding.ts';
import { invertContrast } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'A derived subtraction of Sagittal T1 pictures comes first.',
  expect: 'same',
  codes: ['SERIES_COMPUTED'],
  change: (study) => {
    const subtraction = {
      SeriesNumber: '5',
      SeriesDescription: 'SAG T1 SUB',
      ImageType: ['DERIVED', 'PRIMARY', 'SUBTRACTION'],
    };
    for (const slice of study.copySeries('t1', 'sub', subtraction)) invertContrast(slice, 1500);
  },
};
