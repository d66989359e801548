import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Four rows and columns all round hold the PixelPaddingValue 4095, brighter than any tissue.',
  expect: 'warned',
  codes: ['PADDING_REPLACED'],
  change: (study) => {
    for (const slice of study.slices) {
      const { rows, columns } = slice;
      const isEdge = (place: number, count: number) => place < 4 || place >= count - 4;
      slice
        .mapPixels((value, index) =>
          isEdge(Math.floor(index / columns), rows) || isEdge(index % columns, columns) ? 4095 : value,
        )
        .set({ PixelPaddingValue: 4095 });
    }
  },
};
