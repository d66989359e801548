import type { ReEncoding } from '../../re-encoding.ts';
import { otherStudy } from '../../study/other.ts';

export const reEncoding: ReEncoding = {
  what: 'Two visits were given one StudyInstanceUID and one FrameOfReferenceUID; their StudyDate tells them apart.',
  expect: 'split',
  codes: ['STUDIES_IN_ONE_FOLDER'],
  change: (study) => {
    const [first] = study.slices;
    const uids = {
      StudyInstanceUID: first!.dataSet.text('StudyInstanceUID'),
      FrameOfReferenceUID: first!.dataSet.text('FrameOfReferenceUID'),
    };
    for (const slice of otherStudy(study).slices) {
      slice.set(uids);
      slice.path = `before/${slice.path}`;
      study.add(slice);
    }
  },
};
