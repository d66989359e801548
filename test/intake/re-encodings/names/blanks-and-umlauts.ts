import type { ReEncoding } from '../../re-encoding.ts';

export const reEncoding: ReEncoding = {
  what: 'Names of folders and files have blanks, parentheses and letters beyond ASCII.',
  expect: 'same',
  change: (study) => {
    for (const slice of study.slices) slice.path = `Lendenwirbelsäule (${slice.kind})/Bild ${slice.number} größer.dcm`;
  },
};
