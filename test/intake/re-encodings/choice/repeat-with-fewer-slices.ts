import type { ReEncoding } from '../../re-encoding.ts';
import { addMotion } from '../../study/contrast.ts';

export const reEncoding: ReEncoding = {
  what: 'A Sagittal T2 series of five slices, with motion, was broken off before the good one.',
  expect: 'same',
  change: (study) => {
    const copies = study.copySeries('t2', 'aborted', { SeriesNumber: '5' });
    copies.forEach(addMotion);
    study.without(copies.slice(5));
  },
};
