import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'PatientPosition is feet first, supine; positions and orientations are in patient coordinates as always.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.set({ PatientPosition: 'FFS' });
  },
};
