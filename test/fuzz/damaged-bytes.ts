import fc, { type Arbitrary } from 'fast-check';

export interface Original {
  readonly bytes: Uint8Array;
  /** Where there is most to break; half of the mutations and more fall there. */
  readonly favoured: { readonly from: number; readonly to: number };
}

type Mutation =
  | { readonly kind: 'write'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'insert'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'remove' | 'repeat'; readonly at: number; readonly count: number };

/** Bytes that mean something to somebody: ends of ranges, little-endian sizes, powers of two and their neighbours. */
const TELLING = [
  [0],
  [0xff],
  [0x7f],
  [0x80],
  [0, 0],
  [0xff, 0xff],
  [0, 0x80],
  [0xff, 0x7f],
  [0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0x7f],
  [0, 0, 0, 0x40],
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f],
];

/** From 0 to below 1, evenly spread. A double of fast-check is tiny most of the time, as most doubles are. */
export const share = fc.nat(2 ** 30 - 1).map((part) => part / 2 ** 30);

/** Damage to one of these files: a few mutations, mostly where it is favoured, and sometimes an early end. */
export const damagedBytes = (
  originals: readonly Original[],
  telling: readonly (readonly number[])[] = [],
): Arbitrary<Uint8Array> => {
  const bytes = fc.oneof(
    fc.constantFrom(...TELLING, ...telling),
    fc.array(fc.nat(255), { minLength: 1, maxLength: 4 }),
  );
  const mutation = (length: number, { from, to }: Original['favoured']): Arbitrary<Mutation> => {
    const at = fc.oneof(
      { weight: 4, arbitrary: share.map((part) => from + Math.floor(part * (to - from))) },
      { weight: 1, arbitrary: share.map((part) => Math.floor(part * length)) },
    );
    return fc.oneof(
      { weight: 6, arbitrary: fc.record({ kind: fc.constant('write' as const), at, bytes }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('insert' as const), at, bytes }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constantFrom('remove' as const, 'repeat' as const), at, count: fc.nat(64) }),
      },
    );
  };
  return fc.nat(originals.length - 1).chain((index) => {
    const { bytes: original, favoured } = originals[index]!;
    return fc
      .record({
        mutations: fc.array(mutation(original.length, favoured), { maxLength: 6 }),
        keep: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: share }),
      })
      .map(({ mutations, keep }) => mutations.reduce(mutated, original.slice(0, Math.floor(original.length * keep))));
  });
};

const mutated = (bytes: Uint8Array, mutation: Mutation): Uint8Array => {
  const at = Math.min(mutation.at, bytes.length);
  if (mutation.kind === 'write') {
    const written = bytes.slice();
    mutation.bytes.slice(0, bytes.length - at).forEach((byte, i) => {
      written[at + i] = byte;
    });
    return written;
  }
  if (mutation.kind === 'insert') return joined(bytes.subarray(0, at), mutation.bytes, bytes.subarray(at));
  const until = Math.min(at + mutation.count, bytes.length);
  return mutation.kind === 'remove'
    ? joined(bytes.subarray(0, at), bytes.subarray(until))
    : joined(bytes.subarray(0, until), bytes.subarray(at));
};

const joined = (...parts: readonly ArrayLike<number>[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
