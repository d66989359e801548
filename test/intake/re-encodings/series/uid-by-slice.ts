import type { ReEncoding } from '../../re-encoding.ts';
import { instanceUid } from '../../study/naming.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'Every slice has a SeriesInstanceUID of its own; all lie in one folder.',
  expect: 'same',
  codes: ['SERIES_MERGED'],
  change: (study) => {
    for (const slice of study.slices) {
      slice.set({ SeriesInstanceUID: uid(instanceUid(slice), 'series') });
      slice.path = `${instanceUid(slice)}.dcm`;
    }
  },
};
