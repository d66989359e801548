import type { ReEncoding } from '../../re-encoding.ts';
import { otherStudy } from '../../study/other.ts';

export const reEncoding: ReEncoding = {
  what: 'The localizer of another study, in which nothing can be graded, lies next to the study.',
  expect: 'same',
  codes: ['STUDY_BESIDE_UNGRADED'],
  change: (study) => {
    for (const slice of otherStudy(study).slices.slice(0, 3)) {
      slice.set({ ImageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'], SeriesDescription: 'LOCALIZER', SeriesNumber: '1' });
      slice.path = `scout/${slice.number}.dcm`;
      study.add(slice);
    }
  },
};
