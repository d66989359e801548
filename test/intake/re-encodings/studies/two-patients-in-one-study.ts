import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The axial series has the StudyInstanceUID of the sagittal ones and another PatientID.',
  expect: 'refused',
  codes: ['STUDY_OF_SEVERAL_PATIENTS'],
  change: (study) => {
    for (const slice of study.of('ax')) slice.set({ PatientID: 'PHANTOM2', PatientName: 'Phantom^Other' });
  },
};
