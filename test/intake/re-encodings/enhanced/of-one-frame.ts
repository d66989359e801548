import type { ReEncoding } from '../../re-encoding.ts';
import { enhanced } from '../../study/enhanced.ts';
import { encodeFile } from '../../study/file.ts';

export const reEncoding: ReEncoding = {
  what: 'Every slice is an Enhanced MR object of one frame.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices)
      study.files.set(slice.path, encodeFile(enhanced([slice]).set({ InstanceNumber: `${slice.number}` })));
    study.slices = [];
  },
};
