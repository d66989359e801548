import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Files are named by random numbers; InstanceNumber is right.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.rename(`${study.random.integer(1e7, 1e8 - 1)}.dcm`);
  },
};
