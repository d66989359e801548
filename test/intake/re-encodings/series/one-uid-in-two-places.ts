import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Two series, Sagittal T1 and T2, have one SeriesInstanceUID, each in a folder of its own.',
  expect: 'same',
  change: (study) => {
    const SeriesInstanceUID = study.of('t2')[0]!.dataSet.get('SeriesInstanceUID');
    for (const slice of study.of('t1')) slice.set({ SeriesInstanceUID });
  },
};
