import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Every file is there twice in its folder: IM1.dcm and IM1 (1).dcm.',
  expect: 'same',
  codes: ['COPIES_IGNORED'],
  change: (study) => {
    const copies = study.slices.map((slice) => slice.copy(`${slice.folder}/IM${slice.number} (1).dcm`));
    for (const slice of study.slices) slice.rename(`IM${slice.number}.dcm`);
    study.add(...copies);
  },
};
