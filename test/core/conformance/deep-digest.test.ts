import { expect } from 'chai';
import { deepDigest } from '../../../src/core/conformance/deep-digest.ts';

describe('deepDigest', () => {
  it('is the same for the same data', () => {
    const data = () => ({ a: [1, 'x', undefined, null], b: new Map([['k', Float32Array.of(1, 2)]]), c: new Set([1n]) });
    expect(deepDigest(data())).to.equal(deepDigest(data()));
  });

  const different: readonly (readonly [what: string, a: unknown, b: unknown])[] = [
    ['a number and its text', 1, '1'],
    ['0 and -0', 0, -0],
    ['undefined and null', undefined, null],
    ['one bit of a pixel', Float32Array.of(1), Float32Array.of(1 + 2 ** -23)],
    ['types of arrays', Float32Array.of(0), Uint32Array.of(0)],
    ['entries of maps', new Map([['a', 1]]), new Map([['a', 2]])],
    ['members of sets', new Set([1]), new Set([2])],
    ['keys', { a: 1 }, { b: 1 }],
    ['dates', new Date(0), new Date(1)],
    ['buffers', Uint8Array.of(1).buffer, Uint8Array.of(2).buffer],
  ];
  for (const [what, a, b] of different)
    it(`tells ${what} apart`, () => {
      expect(deepDigest(a)).to.not.equal(deepDigest(b));
    });

  it('ends with data that contains itself', () => {
    const round: { self?: unknown } = {};
    round.self = round;
    expect(deepDigest(round)).to.equal(deepDigest(round));
  });
});
