import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The pixel data element is 128 bytes longer than its pixels.',
  expect: 'same',
  codes: ['PIXEL_DATA_LONGER'],
  change: (study) => {
    for (const { dataSet, pixels } of study.slices) {
      const longer = new Uint16Array(pixels.length + 64);
      longer.set(pixels);
      dataSet.put('7FE00010', { vr: 'OW', value: longer });
    }
  },
};
