import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The axial series has another PatientName under the same PatientID and StudyInstanceUID.',
  expect: 'warned',
  codes: ['PATIENT_NAMES_DIFFER'],
  change: (study) => {
    for (const slice of study.of('ax')) slice.set({ PatientName: 'Other^Name' });
  },
};
