import { optionsLaw } from '../options-law.ts';
import { filesLaw, inputLaw } from './file-laws.ts';
import { closingLaw, earlyEndLaw, lazyLaw, stopLaw } from './flow-laws.ts';
import type { SourceLaw } from './source-subject.ts';
import { countLaw, exampleLaw, referencesLaw, sameAgainLaw } from './study-laws.ts';

/** What every source keeps, in the order in which it is tried; the last law changes the example's files. */
export const SOURCE_LAWS: readonly SourceLaw[] = [
  optionsLaw,
  exampleLaw,
  sameAgainLaw,
  countLaw,
  referencesLaw,
  filesLaw,
  lazyLaw,
  earlyEndLaw,
  stopLaw,
  closingLaw,
  inputLaw,
];
