/** A value of another interpreter, and whether something that is trained led to it. */
export interface Traced<T> {
  readonly value: T;
  readonly trained: boolean;
}

/** One gradient, computed only when it is needed. */
export type Pull<T> = () => T;

/** From the gradient of a result to the gradients of the operation's inputs, in their order. */
export type BackwardRule<T> = (upstream: T) => readonly Pull<T>[];

export interface Tape<T> {
  /** A value without a gradient: an input, a constant, a buffer, a frozen parameter. */
  readonly fixed: (value: T) => Traced<T>;
  /** A value whose gradient is wanted. */
  readonly leaf: (value: T) => Traced<T>;
  /** The result of an operation. */
  readonly record: (inputs: readonly Traced<T>[], value: T, rule: BackwardRule<T>) => Traced<T>;
  /** Gradients of a result with respect to all that led to it, given its own. */
  readonly backward: (result: Traced<T>, seed: T) => ReadonlyMap<Traced<T>, T>;
}

interface Entry<T> {
  readonly inputs: readonly Traced<T>[];
  readonly result: Traced<T>;
  readonly rule: BackwardRule<T>;
}

/**
 * Reverse-mode differentiation: operations are written down in the order in which they happen and walked back once. What no
 * trained value led to is not written down.
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
