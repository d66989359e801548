import type { ReEncoding } from '../../re-encoding.ts';
import { otherStudy } from '../../study/other.ts';

export const reEncoding: ReEncoding = {
  what: "The same patient's study of 2019 lies in a folder next to the new one.",
  expect: 'split',
  codes: ['STUDIES_IN_ONE_FOLDER'],
  change: (study) => {
    const prior = otherStudy(study).slices;
    for (const slice of study.slices) slice.path = `2024/${slice.path}`;
    for (const slice of prior) slice.path = `2019/${slice.path}`;
    study.add(...prior);
  },
};
