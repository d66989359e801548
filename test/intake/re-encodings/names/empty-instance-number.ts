import type { ReEncoding } from '../../re-encoding.ts';
import { nameByArrival } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'InstanceNumber has no value, and files are numbered as they arrived.',
  expect: 'same',
  change: (study) => {
    nameByArrival(study);
    for (const slice of study.slices) slice.set({ InstanceNumber: '' });
  },
};
