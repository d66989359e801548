import { expect } from 'chai';
import fc from 'fast-check';
import { standardised } from '../../../src/imaging/index.ts';
import { incomplete, shortened } from '../../../src/training/augmentations/incomplete.ts';

const SIZE = { rows: 2, columns: 3 };
const PIXELS = SIZE.rows * SIZE.columns;
const SLICES = 5;
const stack = standardised(Float32Array.from({ length: SLICES * PIXELS }, (_, i) => (7 * i) % 11));
const slice = (of: Float32Array, index: number) => [...of.subarray(index * PIXELS, (index + 1) * PIXELS)];
/** A slice that has one value is missing. */
const missingIn = (of: Float32Array) =>
  Array.from({ length: SLICES }, (_, index) => index).filter((index) => new Set(slice(of, index)).size === 1);

describe('a stack without its outer slices', () => {
  it('has the value of air there, and is standardised', () => {
    for (const [missing, expected] of [
      [1, [0]],
      [2, [0, 1]],
      [-2, [3, 4]],
    ] as const) {
      const short = shortened(stack, PIXELS, missing);
      expect(missingIn(short)).to.deep.equal(expected);
      expect(short[expected[0] * PIXELS]).to.equal(Math.min(...short));
      expect(short.reduce((sum, value) => sum + value, 0) / short.length).to.be.closeTo(0, 1e-6);
      expect(missingIn(stack)).to.deep.equal([]); // the given one is as it was
    }
  });

  it('keeps its middle slice, however many may be missing', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.array(random, { minLength: 3, maxLength: 3 }), fc.integer({ min: 1, max: 9 }), (draws, slices) => {
        const left = [...draws];
        const change = incomplete.draw(() => left.shift()!, { probability: 1, slices });
        if (!change || typeof change !== 'function') throw new Error('nothing drawn');
        const missing = missingIn(change({ stack, heatmaps: new Float32Array() }, SIZE).stack);
        expect(missing.length).to.be.at.most(Math.min(2, slices));
        expect(missing).to.not.include(2);
      }),
    );
    expect(incomplete.draw(() => 0.5, { probability: 0.5 })).to.equal(undefined);
  });
});
