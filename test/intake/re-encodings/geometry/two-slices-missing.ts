import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Two neighbouring Sagittal T2 slices near the middle are missing.',
  expect: 'warned',
  codes: ['SLICE_GAP'],
  change: (study) => {
    const slices = study.of('t2');
    const third = Math.floor(slices.length / 3);
    study.without(slices.slice(third, third + 2));
  },
};
