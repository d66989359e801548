import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'No text tells what a series is, as after de-identification; times tell the contrast.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.delete('SeriesDescription', 'BodyPartExamined');
  },
};
