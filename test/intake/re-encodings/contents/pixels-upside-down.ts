import type { ReEncoding } from '../../re-encoding.ts';
import { mirrorPixels, upendPixels } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'The Sagittal T2 pixels are turned by 180 degrees, and the header does not say so.',
  expect: 'warned',
  codes: ['KEYPOINTS_IMPLAUSIBLE'],
  change: (study) => {
    for (const slice of study.of('t2')) upendPixels(mirrorPixels(slice));
  },
};
