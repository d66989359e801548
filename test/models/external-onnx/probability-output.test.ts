import { expect } from 'chai';
import { areProbabilities, logitsOf } from '../../../src/models/external-onnx/probability-output.ts';

const output = (shape: readonly number[], ...values: readonly number[]) => ({ shape, data: Float32Array.from(values) });

describe('areProbabilities', () => {
  it('sums over severities, which are outermost', () => {
    expect(areProbabilities(output([1, 6], 0.2, 0.5, 0.3, 0.25, 0.5, 0.25))).to.equal(true);
    expect(areProbabilities(output([1, 6], 0.2, 0.3, 0.5, 0.5, 0.25, 0.25))).to.equal(false);
    expect(areProbabilities(output([2, 3], 0.2, 0.3, 0.5, 0.5, 0.25, 0.25))).to.equal(true);
  });

  it('does not take logits for them', () => {
    expect(areProbabilities(output([1, 3], 0.1, 0.2, 0.3))).to.equal(false);
    expect(areProbabilities(output([1, 3], -0.5, 1, 0.5))).to.equal(false);
    expect(areProbabilities(output([1, 3], Number.NaN, 0.5, 0.5))).to.equal(false);
  });
});

describe('logitsOf', () => {
  it('gives logarithms, and a finite one for 0', () => {
    const { data } = logitsOf(output([1, 3], 0, 0.5, 0.5));
    expect(data[0]).to.be.closeTo(-87.3, 0.1);
    expect(data[1]).to.be.closeTo(Math.log(0.5), 1e-7);
  });
});
