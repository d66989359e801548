import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Bit 12 of the pixels is an overlay, as in files before 2004.',
  expect: 'same',
  codes: ['VALUES_MASKED'],
  change: (study) => {
    for (const slice of study.slices) {
      const { rows, columns, dataSet } = slice;
      slice.mapPixels((value, index) => {
        const [row, column] = [Math.floor(index / columns), index % columns];
        return row >= 10 && row < 40 && column >= 10 && column < 60 ? value | 0x1000 : value;
      });
      dataSet
        .put('60000010', { vr: 'US', value: rows })
        .put('60000011', { vr: 'US', value: columns })
        .put('60000040', { vr: 'CS', value: 'G' })
        .put('60000050', { vr: 'SS', value: [1, 1] })
        .put('60000100', { vr: 'US', value: 16 })
        .put('60000102', { vr: 'US', value: 12 });
    }
  },
};
