import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The middle slices of each axial block arrived as zeros, as after a transfer that allocated them and failed.',
  expect: 'warned',
  codes: ['SLICE_BLANK'],
  change: (study) => {
    for (const block of study.blocks()) {
      block[Math.floor(block.length / 2)]!.mapPixels(() => 0);
    }
  },
};
