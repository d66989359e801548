import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'FrameOfReferenceUID is missing in every third image.',
  expect: 'same',
  change: (study) => {
    for (const [index, slice] of study.slices.entries())
      if (index % 3 === 0) slice.dataSet.delete('FrameOfReferenceUID');
  },
};
