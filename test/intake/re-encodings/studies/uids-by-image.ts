import type { ReEncoding } from '../../re-encoding.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'Every image has a StudyInstanceUID, SeriesInstanceUID and FrameOfReferenceUID of its own, as after anonymisation file by file.',
  expect: 'same',
  alone: true,
  codes: ['UIDS_IGNORED', 'SERIES_MERGED'],
  change: (study) => {
    for (const slice of study.slices) {
      const own = slice.dataSet.text('SOPInstanceUID');
      slice.set({
        StudyInstanceUID: uid(own, 'study'),
        SeriesInstanceUID: uid(own, 'series'),
        FrameOfReferenceUID: uid(own, 'frame'),
      });
    }
  },
};
