import type { ReEncoding } from '../../re-encoding.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'The only axial series has another FrameOfReferenceUID than the sagittal ones.',
  expect: 'warned',
  codes: ['SERIES_FRAME_OF_REFERENCE'],
  change: (study) => {
    for (const slice of study.of('ax')) slice.set({ FrameOfReferenceUID: uid('moved') });
  },
};
