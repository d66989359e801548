/** The next item of a sequence. */
interface Head<T> {
  value: T;
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
  const heap: Head<T>[] = [];
  const isBefore = (a: Head<T>, b: Head<T>): boolean => (compare(a.value, b.value) || a.sequence - b.sequence) < 0;
  for (const [sequence, items] of sequences.entries()) {
    const rest = items[Symbol.iterator]();
    const { done, value } = rest.next();
    if (!done) raise(heap, { value, sequence, rest }, isBefore);
  }
  while (heap[0] !== undefined) {
    const first = heap[0].value;
    const together: { value: T; sequence: number }[] = [];
    for (let head = heap[0]; head !== undefined && compare(head.value, first) === 0; head = heap[0]) {
      together.push({ value: head.value, sequence: head.sequence });
      const { done, value } = head.rest.next();
      if (done) sink(heap, heap.pop()!, isBefore);
      else sink(heap, { ...head, value }, isBefore);
    }
    yield together;
  }
}

type IsBefore<T> = (a: Head<T>, b: Head<T>) => boolean;

/** Pushes onto a binary heap. */
const raise = <T>(heap: Head<T>[], head: Head<T>, isBefore: IsBefore<T>): void => {
  let at = heap.push(head) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(head, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = head;
};

/** Replaces the first item of a binary heap; does nothing on an empty heap. */
const sink = <T>(heap: Head<T>[], head: Head<T>, isBefore: IsBefore<T>): void => {
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
    if (!isBefore(heap[child]!, head)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = head;
};
