import type { ReEncoding } from '../../re-encoding.ts';
import { DataSet } from '../../study/data-set.ts';

export const reEncoding: ReEncoding = {
  what: 'An icon, with pixel data of its own, lies in a sequence of undefined length before the pixels.',
  expect: 'same',
  change: (study) => {
    const icon = DataSet.of({
      Rows: 8,
      Columns: 8,
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
    }).put('7FE00010', { vr: 'OB', value: Uint8Array.from({ length: 64 }, (_, index) => index) });
    icon.undefinedLength = true;
    for (const { dataSet } of study.slices) dataSet.put('00880200', { vr: 'SQ', value: [icon], undefinedLength: true });
  },
};
