import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'EchoTime varies by hundredths of a millisecond from slice to slice.',
  expect: 'same',
  change: (study) => {
    for (const [index, slice] of study.slices.entries()) {
      const echoMs = Math.round(Number(slice.dataSet.text('EchoTime'))) + 0.5;
      slice.set({ EchoTime: (echoMs + (index % 2 === 0 ? 0.02 : -0.02)).toFixed(2) });
    }
  },
};
