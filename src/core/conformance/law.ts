import { thrownAt } from './thrown-at.ts';

/** Something that every plugin of a kind keeps; `S` is what it is tried on. */
export interface Law<S> {
  /** To follow the plugin's name: "gives the same twice". */
  readonly name: string;
  /** Where it is broken, nothing else can be told: later laws are not tried. */
  readonly vital?: boolean;
  /** What the plugin did instead; empty when it keeps the law. */
  readonly complaints: (subject: S) => Promise<readonly string[]>;
}

/** What came of one law. */
export interface LawResult {
  readonly law: string;
  readonly outcome: 'kept' | 'broken' | 'not tried';
  /** What was found where it is broken, or why it was not tried. */
  readonly complaints: readonly string[];
}

const NOT_TRIED = 'the example does not run';

/** Tries laws in their order. A law that throws is broken. */
export const tried = async <S>(laws: readonly Law<S>[], subject: S): Promise<readonly LawResult[]> => {
  const results: LawResult[] = [];
  let isDead = false;
  for (const law of laws) {
    const result: LawResult = isDead ? notTried(law) : resultOf(law.name, await complaintsOf(law, subject));
    isDead ||= law.vital === true && result.outcome === 'broken';
    results.push(result);
  }
  return results;
};

const complaintsOf = async <S>(law: Law<S>, subject: S): Promise<readonly string[]> => {
  try {
    return await law.complaints(subject);
  } catch (error) {
    return [messageOf(error)];
  }
};

export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.message}${thrownAt(error)}` : String(error);

export const resultOf = (law: string, complaints: readonly string[]): LawResult => ({
  law,
  outcome: complaints.length === 0 ? 'kept' : 'broken',
  complaints,
});

export const notTried = ({ name }: Pick<Law<never>, 'name'>): LawResult => ({
  law: name,
  outcome: 'not tried',
  complaints: [NOT_TRIED],
});
