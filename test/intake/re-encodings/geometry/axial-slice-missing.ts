import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The middle slice of the axial block at L4/L5 is missing.',
  expect: 'warned',
  codes: ['SLICE_GAP'],
  change: (study) => {
    const block = study.blocks()[1]!;
    study.without([block[Math.floor(block.length / 2)]!]);
  },
};
