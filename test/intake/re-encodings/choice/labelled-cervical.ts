import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The only Sagittal T2 series is labelled as one of the neck, by description and BodyPartExamined.',
  expect: 'warned',
  codes: ['SERIES_REGION'],
  change: (study) => {
    for (const slice of study.of('t2')) slice.set({ SeriesDescription: 'SAG T2 CERVICAL', BodyPartExamined: 'CSPINE' });
  },
};
