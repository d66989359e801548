import { expect } from 'chai';
import fc from 'fast-check';
import {
  IN_EVERY_RESULT,
  INPUT,
  OUTPUT,
  PRODUCTS,
  RESULTS,
  TAPS,
  transformedKernels,
} from '../../../../../src/models/nn/onnx/winograd/minimal-filter.ts';

const times = (rows: readonly (readonly number[])[], x: readonly number[]): readonly number[] =>
  rows.map((row) => row.reduce((sum, factor, at) => sum + factor * x[at]!, 0));

/** Transformed taps of a kernel with the same taps in its three columns. */
const transformed = (taps: readonly number[], factors?: Float32Array): readonly number[] => {
  const kernel = Float32Array.from(taps.flatMap((tap) => [tap, tap, tap]));
  const all = transformedKernels(kernel, 1, factors);
  return Array.from({ length: PRODUCTS }, (_, product) => all[product * TAPS]!);
};

const integers = (length: number) =>
  fc.array(fc.integer({ min: -512, max: 512 }), { minLength: length, maxLength: length });

describe('the minimal filter F(4, 3)', () => {
  it('gives what the filter gives, but for the rounding of its taps', () => {
    fc.assert(
      fc.property(integers(TAPS), integers(PRODUCTS), (taps, inputs) => {
        const [kernels, dealt] = [transformed(taps), times(INPUT, inputs)];
        const results = times(
          OUTPUT,
          kernels.map((tap, product) => tap * dealt[product]!),
        );
        for (let at = 0; at < RESULTS; at++) {
          const plain = taps.reduce((sum, tap, offset) => sum + tap * inputs[at + offset]!, 0);
          expect(results[at]).to.be.closeTo(plain, 2 ** -24 * 32 * 512 * 512);
        }
      }),
    );
  });

  it('has factors that are exact in float32', () => {
    for (const value of [...INPUT, ...OUTPUT].flat()) expect(Math.fround(value)).to.equal(value);
  });

  it('contains one product once in every result, which therefore takes the bias', () => {
    expect(OUTPUT.map((row) => row[IN_EVERY_RESULT])).to.eql([1, 1, 1, 1]);
  });

  it('transforms each column of each kernel, the products outermost', () => {
    // out 2, in 1: the second channel is multiplied by 10
    const weights = Float32Array.from([...Array(9).keys(), ...Array(9).keys()]);
    const all = transformedKernels(weights, 2, Float32Array.of(1, 10));
    expect([...all.subarray(0, 6)]).to.eql([0, 1, 2, 0, 10, 20]);
    expect([...all.subarray(6, 12)]).to.eql([3, 4, 5, 30, 40, 50]);
    expect([...all.subarray(30)]).to.eql([6, 7, 8, 60, 70, 80]);
  });
});
