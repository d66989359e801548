import type { ReEncoding } from '../../re-encoding.ts';
import { instanceUid } from '../../study/naming.ts';
import { otherStudy } from '../../study/other.ts';

export const reEncoding: ReEncoding = {
  what: 'The studies of two patients lie in one flat folder, files named by UIDs.',
  expect: 'split',
  codes: ['STUDY_OF_SEVERAL_PATIENTS', 'STUDIES_IN_ONE_FOLDER'],
  change: (study) => {
    const stranger = otherStudy(study).slices;
    for (const slice of stranger) slice.set({ PatientID: 'PHANTOM2', PatientName: 'Phantom^Other' });
    study.add(...stranger);
    for (const slice of study.slices) slice.path = `${instanceUid(slice)}.dcm`;
  },
};
