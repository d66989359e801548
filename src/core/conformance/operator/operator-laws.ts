import { optionsLaw } from '../options-law.ts';
import { determinismLaw } from './determinism-law.ts';
import { exampleLaw, inputLaw, modelsLaw, readsLaw, writesLaw } from './entry-laws.ts';
import { mirrorLaw } from './mirror-law.ts';
import type { OperatorLaw } from './operator-subject.ts';
import { cancellationLaw, emptyLaw, endlessLaw, failingLaw, unsubscriptionLaw } from './stream-laws.ts';

/** The laws of operators, in the order of the checks. */
export const OPERATOR_LAWS: readonly OperatorLaw[] = [
  optionsLaw,
  exampleLaw,
  readsLaw,
  writesLaw,
  modelsLaw,
  inputLaw,
  determinismLaw,
  mirrorLaw,
  emptyLaw,
  failingLaw,
  endlessLaw,
  unsubscriptionLaw,
  cancellationLaw,
];
