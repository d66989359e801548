import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'The whole study is there twice, the second time in a folder named backup.',
  expect: 'same',
  codes: ['COPIES_IGNORED'],
  change: (study) => study.add(...study.slices.map((slice) => slice.copy(`backup/${slice.path}`))),
};
