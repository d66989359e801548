import { optionsLaw } from '../options-law.ts';
import { apartLaw, contentLaw, exampleLaw } from './content-laws.ts';
import { failedLaw, runLaw } from './failure-laws.ts';
import type { OutputLaw } from './output-subject.ts';
import { cancellationLaw, determinismLaw, inputLaw, readsLaw } from './work-laws.ts';

/** The laws of outputs, in the order of the checks. */
export const OUTPUT_LAWS: readonly OutputLaw[] = [
  optionsLaw,
  exampleLaw,
  contentLaw,
  readsLaw,
  inputLaw,
  determinismLaw,
  apartLaw,
  failedLaw,
  runLaw,
  cancellationLaw,
];
