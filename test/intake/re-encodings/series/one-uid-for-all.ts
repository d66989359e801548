import type { ReEncoding } from '../../re-encoding.ts';
import { instanceUid } from '../../study/naming.ts';

export const reEncoding: ReEncoding = {
  what: 'All slices of the study have one SeriesInstanceUID and lie in one folder.',
  expect: 'same',
  change: (study) => {
    const SeriesInstanceUID = study.of('t2')[0]!.dataSet.get('SeriesInstanceUID');
    for (const slice of study.slices) {
      slice.set({ SeriesInstanceUID });
      slice.path = `all/${instanceUid(slice)}.dcm`;
    }
  },
};
