import TinyQueue from 'tinyqueue';

/** The next item of a sequence. */
interface Head<T> {
  readonly value: T;
  readonly sequence: number;
  readonly rest: Iterator<T>;
}

/**
 * Merges sorted sequences: equal items come together, in the order of the sequences. Holds one item of each sequence in
 * memory.
 */
export function* inStep<T>(
  sequences: readonly Iterable<T>[],
  compare: (a: T, b: T) => number,
): Generator<readonly { readonly value: T; readonly sequence: number }[]> {
  const heads = new TinyQueue<Head<T>>([], (a, b) => compare(a.value, b.value) || a.sequence - b.sequence);
  const advance = (sequence: number, rest: Iterator<T>): void => {
    const { done, value } = rest.next();
    if (!done) heads.push({ value, sequence, rest });
  };
  for (const [sequence, items] of sequences.entries()) advance(sequence, items[Symbol.iterator]());
  for (let first = heads.peek(); first !== undefined; first = heads.peek()) {
    const together: { value: T; sequence: number }[] = [];
    for (let head = heads.peek(); head !== undefined && compare(head.value, first.value) === 0; head = heads.peek()) {
      heads.pop();
      together.push({ value: head.value, sequence: head.sequence });
      advance(head.sequence, head.rest);
    }
    yield together;
  }
}
