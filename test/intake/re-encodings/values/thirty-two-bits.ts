import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Every pixel has 32 bits, which MR images may not have.',
  expect: 'refused',
  codes: ['DICOM_PIXEL_FORMAT', 'STUDY_WITHOUT_SERIES'],
  change: (study) => {
    for (const slice of study.slices) {
      const { pixels } = slice;
      const words = new Uint16Array(2 * pixels.length).map((_, index) => (index % 2 === 0 ? pixels[index / 2]! : 0));
      slice.dataSet.put('7FE00010', { vr: 'OW', value: words });
      slice.set({ BitsAllocated: 32 });
    }
  },
};
