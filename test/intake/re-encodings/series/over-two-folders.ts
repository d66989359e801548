import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Folders are cut after 17 files, as on a disc, so that series lie in two of them.',
  expect: 'same',
  change: (study) => {
    for (const [index, slice] of study.slices.entries()) {
      const [folder, name] = [Math.floor(index / 17), index % 17];
      slice.path = `DIR${String(folder).padStart(3, '0')}/${String(name).padStart(8, '0')}.DCM`;
    }
  },
};
