import type { ReEncoding } from '../../re-encoding.ts';
import { toColour } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'Every slice is a colour picture.',
  expect: 'refused',
  codes: ['DICOM_PIXEL_FORMAT', 'STUDY_WITHOUT_SERIES'],
  change: (study) => study.slices.forEach(toColour),
};
