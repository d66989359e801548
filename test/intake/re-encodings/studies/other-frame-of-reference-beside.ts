import type { ReEncoding } from '../../re-encoding.ts';
import { move } from '../../study/placing.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'A second axial series has another FrameOfReferenceUID: the patient was moved, its positions mean other places.',
  expect: 'same',
  codes: ['SERIES_FRAME_OF_REFERENCE'],
  change: (study) => {
    const moved = study.copySeries('ax', 'moved', { SeriesNumber: '40', FrameOfReferenceUID: uid('moved') });
    for (const slice of moved) move(slice, [0, 0, 11]);
  },
};
