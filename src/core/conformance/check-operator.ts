import { z } from 'zod';
import type { OperatorInfo } from '../define-operator.ts';
import type { Law, Subject } from './law.ts';
import { optionsLaw } from './laws/declaration-laws.ts';
import { determinismLaw } from './laws/determinism-law.ts';
import { exampleLaw, inputLaw, modelsLaw, readsLaw, writesLaw } from './laws/entry-laws.ts';
import { cancellationLaw, emptyLaw, endlessLaw, failingLaw, unsubscriptionLaw } from './laws/stream-laws.ts';

/** What every operator keeps, in the order in which it is tried. */
export const LAWS: readonly Law[] = [
  optionsLaw,
  exampleLaw,
  readsLaw,
  writesLaw,
  modelsLaw,
  inputLaw,
  determinismLaw,
  emptyLaw,
  failingLaw,
  endlessLaw,
  unsubscriptionLaw,
  cancellationLaw,
];

/** What came of one law. */
export interface LawResult {
  readonly law: string;
  readonly outcome: 'kept' | 'broken' | 'not tried';
  /** What was found where it is broken, or why it was not tried. */
  readonly complaints: readonly string[];
}

export interface ConformanceOptions {
  /** How long anything that the operator does may take. */
  readonly timeoutMs?: number;
}

const HAS_EXAMPLE = 'has an example';
const NO_EXAMPLE = 'declare "example: { options, study }", a small study that the laws are tried on';
const NOT_TRIED = 'the example does not run';

/** Tries every law on an operator, with its own example. Breaks of a law are results; nothing is thrown for them. */
export const checkOperator = async (
  { spec: info }: { readonly spec: OperatorInfo },
  { timeoutMs = 10_000 }: ConformanceOptions = {},
): Promise<readonly LawResult[]> => {
  const subject = subjectOf(info, timeoutMs);
  if (typeof subject === 'string') return [resultOf(HAS_EXAMPLE, [subject]), ...LAWS.map(notTried)];
  const results: LawResult[] = [resultOf(HAS_EXAMPLE, [])];
  for (const law of LAWS) {
    const dead = results.some((one) => one.law === exampleLaw.name && one.outcome === 'broken');
    results.push(dead ? notTried(law) : resultOf(law.name, await complaintsOf(law, subject)));
  }
  return results;
};

/** The laws that an operator breaks, a line each: "reads what it declares: ..."; empty for a good one. */
export const brokenLaws = async (
  operator: { readonly spec: OperatorInfo },
  options?: ConformanceOptions,
): Promise<readonly string[]> =>
  (await checkOperator(operator, options))
    .filter(({ outcome }) => outcome === 'broken')
    .map(({ law, complaints }) => `${law}: ${complaints.join('; ')}`);

const subjectOf = (info: OperatorInfo, timeoutMs: number): Subject | string => {
  const { example } = info;
  if (example === undefined) return NO_EXAMPLE;
  try {
    return { info, example, bound: info.bind(example.options), timeoutMs };
  } catch (error) {
    return error instanceof z.ZodError
      ? `its schema refuses the options of the example: ${issuesOf(error)}`
      : `its declaration threw for the options of the example: ${messageOf(error)}`;
  }
};

const issuesOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => (path.length === 0 ? message : `"${path.join('.')}": ${message}`)).join('; ');

const complaintsOf = async (law: Law, subject: Subject): Promise<readonly string[]> => {
  try {
    return await law.complaints(subject);
  } catch (error) {
    return [`threw: ${messageOf(error)}`];
  }
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const resultOf = (law: string, complaints: readonly string[]): LawResult => ({
  law,
  outcome: complaints.length === 0 ? 'kept' : 'broken',
  complaints,
});

const notTried = ({ name }: Law): LawResult => ({ law: name, outcome: 'not tried', complaints: [NOT_TRIED] });
