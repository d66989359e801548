import { thrownAt } from '../../domain/text/thrown-at.ts';

/** A property that every plugin of a kind must have; `S` is the subject of the check. */
export interface Law<S> {
  /** Follows the plugin's name: "gives the same twice". */
  readonly name: string;
  /** If it is broken, later laws are skipped as meaningless. */
  readonly vital?: boolean;
  /** Describes the violations; empty if the plugin keeps the law. */
  readonly complaints: (subject: S) => Promise<readonly string[]>;
}

/** Outcome of a law. */
export interface LawResult {
  readonly law: string;
  readonly outcome: 'kept' | 'broken' | 'not tried';
  /** Violations, or why it was skipped. */
  readonly complaints: readonly string[];
}

const NOT_TRIED = 'the example does not run';

/** Checks laws in order. A law that throws counts as broken. */
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
