import type { ReEncoding } from '../../re-encoding.ts';
import { move, upendPixels } from '../../study/placing.ts';

export const reEncoding: ReEncoding = {
  what: 'A Sagittal T2 series of the neck, 350 mm nearer to the head, was taken first.',
  expect: 'same',
  change: (study) => {
    const neck = { SeriesNumber: '5', SeriesDescription: 'SAG T2 CERVICAL', BodyPartExamined: 'CSPINE' };
    for (const slice of study.copySeries('t2', 'neck', neck)) upendPixels(move(slice, [0, 0, 350]));
  },
};
