import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'A sagittal map of T2 times comes first.',
  expect: 'same',
  codes: ['SERIES_COMPUTED'],
  change: (study) => {
    const map = {
      SeriesNumber: '5',
      SeriesDescription: 'T2 MAP SAG',
      ImageType: ['DERIVED', 'PRIMARY', 'M', 'T2 MAP'],
    };
    for (const slice of study.copySeries('t2', 'map', map))
      slice.mapPixels((value) => Math.floor(Math.sqrt(value * 40)));
  },
};
