import type { ReEncoding } from '../../re-encoding.ts';
import { uid } from '../../study/uid.ts';

export const reEncoding: ReEncoding = {
  what: 'Each axial block is a series of its own; windows that reach beyond a block may have fewer slices.',
  expect: 'close',
  within: 0.05,
  codes: ['SLICES_FEWER'],
  change: (study) => {
    for (const [index, block] of study.blocks().entries())
      for (const slice of block) {
        const series = slice.dataSet.text('SeriesInstanceUID');
        slice.set({ SeriesInstanceUID: uid(series, index), SeriesNumber: `${30 + index}` });
        slice.path = `axial${index}/${slice.number}.dcm`;
      }
  },
};
