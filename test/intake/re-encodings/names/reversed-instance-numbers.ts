import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'InstanceNumber and names run from the other end of each stack.',
  expect: 'same',
  change: (study) => {
    for (const slices of study.series().values())
      slices.toReversed().forEach((slice, index) => {
        slice.set({ InstanceNumber: `${index + 1}` });
        slice.rename(`${index + 1}.dcm`);
      });
  },
};
