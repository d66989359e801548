import { optionsLaw } from '../options-law.ts';
import { filesLaw, inputLaw } from './file-laws.ts';
import { closingLaw, earlyEndLaw, lazyLaw, stopLaw } from './flow-laws.ts';
import type { SourceLaw } from './source-subject.ts';
import { countLaw, exampleLaw, referencesLaw, sameAgainLaw } from './study-laws.ts';

/** The laws of sources, in the order of the checks; the last one changes the example's files. */
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
