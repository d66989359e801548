/** A value of another interpreter, and whether it depends on a trained parameter. */
export interface Traced<T> {
  readonly value: T;
  readonly trained: boolean;
}

/** A lazily computed gradient. */
export type Pull<T> = () => T;

/** Maps the gradient of a result to the gradients of the operation's inputs, in order. */
type BackwardRule<T> = (upstream: T) => readonly Pull<T>[];

export interface Tape<T> {
  /** A value without a gradient: an input, a constant, a buffer, a frozen parameter. */
  readonly fixed: (value: T) => Traced<T>;
  /** A value with a gradient. */
  readonly leaf: (value: T) => Traced<T>;
  /** The result of an operation. */
  readonly record: (inputs: readonly Traced<T>[], value: T, rule: BackwardRule<T>) => Traced<T>;
  /** Gradients of a result with respect to everything it depends on, given its own. */
  readonly backward: (result: Traced<T>, seed: T) => ReadonlyMap<Traced<T>, T>;
}

interface Entry<T> {
  readonly inputs: readonly Traced<T>[];
  readonly result: Traced<T>;
  readonly rule: BackwardRule<T>;
}

/**
 * Reverse-mode differentiation: records operations in order and walks them back once. Operations that depend on no trained parameter are not
 * recorded.
 * @param add  sums the gradients of a value that was used more than once
 */
export const tapeWith = <T>(add: (a: T, b: T) => T): Tape<T> => {
  const entries: Entry<T>[] = [];

  const record: Tape<T>['record'] = (inputs, value, rule) => {
    const result = { value, trained: inputs.some(({ trained }) => trained) };
    if (result.trained) entries.push({ inputs, result, rule });
    return result;
  };

  const backward: Tape<T>['backward'] = (result, seed) => {
    const gradients = new Map<Traced<T>, T>([[result, seed]]);
    for (const { inputs, result: made, rule } of entries.toReversed()) {
      const upstream = gradients.get(made);
      if (upstream === undefined) continue;
      const pulls = rule(upstream);
      for (const [index, input] of inputs.entries()) {
        if (!input.trained) continue;
        const known = gradients.get(input);
        const gradient = pulls[index]!();
        gradients.set(input, known === undefined ? gradient : add(known, gradient));
      }
    }
    return gradients;
  };

  return {
    fixed: (value) => ({ value, trained: false }),
    leaf: (value) => ({ value, trained: true }),
    record,
    backward,
  };
};
