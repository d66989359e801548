import type { ReEncoding } from '../../re-encoding.ts';
import { rewriteNumbers } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Lists of numbers end in a backslash: one value too many, and empty.',
  expect: 'same',
  change: (study) => rewriteNumbers(study, (text) => `${text}\\`),
};
