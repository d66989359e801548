import type { ReEncoding } from '../../re-encoding.ts';
import { rewriteNumbers } from '../../study/texts.ts';

export const reEncoding: ReEncoding = {
  what: 'Numbers have blanks before and behind them.',
  expect: 'same',
  change: (study) => rewriteNumbers(study, (text) => ` ${text.replaceAll('\\', ' \\ ')}  `),
};
