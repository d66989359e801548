import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'A Dixon fat series, read first, has the SOPInstanceUIDs of the Sagittal T2 series: an anonymiser numbered every series alike.',
  expect: 'same',
  codes: ['SERIES_FAT_ONLY'],
  change: (study) => {
    const own = study.of('t2').map((slice) => slice.dataSet.text('SOPInstanceUID'));
    const fat = study.copySeries('t2', 'fat', {
      SeriesDescription: 't2_tse_dixon_sag_F',
      ImageType: ['DERIVED', 'PRIMARY', 'M', 'FAT'],
    });
    for (const [index, slice] of fat.entries()) {
      slice.set({ SOPInstanceUID: own[index]! });
      slice.path = `0/${slice.number}.dcm`;
    }
  },
};
