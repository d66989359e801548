import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Data Set Trailing Padding (FFFC,FFFC) follows the pixels.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.set({ DataSetTrailingPadding: new Uint8Array(512) });
  },
};
