import type { ReEncoding } from '../../re-encoding.ts';
import { invertContrast } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'A Dixon fat series, sagittal and T2 by its name, comes before the good one.',
  expect: 'same',
  codes: ['SERIES_FAT_ONLY'],
  change: (study) => {
    const fat = {
      SeriesNumber: '5',
      SeriesDescription: 't2_tse_dixon_sag_F',
      ImageType: ['DERIVED', 'PRIMARY', 'M', 'FAT'],
    };
    for (const slice of study.copySeries('t2', 'fat', fat)) invertContrast(slice, 2000);
  },
};
