import { expect } from 'chai';
import { checkWeights } from '../../../src/models/nn/check-weights.ts';
import { batchNorm, linear } from '../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../src/models/nn/scope.ts';
import type { WeightArray } from '../../../src/models/weights/state-dict.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { thrownBy } from '../../support/thrown-by.ts';
import { network } from './run-network.ts';

const net = network({ x: ['n', 2] }, (nn, [x]) => [
  linear(scopeOf(nn, 'fc'), batchNorm(scopeOf(nn, 'bn'), x!), { out: 3 }),
]);
const good = filledWeights(net);
const zeros = (...shape: number[]): WeightArray => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});

describe('checkWeights', () => {
  it('takes weights that are exactly those of the network', () => {
    checkWeights(net, good);
  });

  it('does without buffers that follow from the architecture', () => {
    checkWeights(net, new Map([...good].filter(([name]) => !name.endsWith('num_batches_tracked'))));
  });

  it('lists what is missing, superfluous and misshapen at once, with both shapes', () => {
    const bad = new Map(good);
    bad.delete('bn.weight');
    bad
      .set('fc.weight', zeros(1000, 512))
      .set('head.weight', zeros(4))
      .set('bn.bias', { dtype: 'float32', shape: [2], data: new Float32Array(1) });
    const error = thrownBy(() => checkWeights(net, bad));
    expect(error.code).to.equal('MODEL_WEIGHTS_UNFIT');
    expect(error.reason.split('\n')).to.eql([
      'the weights do not match a small network; check that the configuration names the architecture of these weights',
      'missing (1):',
      '  bn.weight [2]',
      'not part of the architecture (1):',
      '  head.weight [4]',
      'of another shape (2):',
      '  bn.bias: needed float32 [2], found float32 [2] (1 values)',
      '  fc.weight: needed float32 [3, 2], found float32 [1000, 512] (512000 values)',
    ]);
  });

  it('refuses another element type', () => {
    const bad = new Map(good).set('fc.bias', { dtype: 'int64', shape: [3], data: new BigInt64Array(3) });
    expect(thrownBy(() => checkWeights(net, bad)).reason).to.contain(
      'fc.bias: needed float32 [3], found int64 [3] (3 values)',
    );
  });

  it('counts values that are NaN or infinite', () => {
    const data = Float32Array.of(Number.NaN, 1, Number.POSITIVE_INFINITY);
    const bad = new Map(good).set('fc.bias', { dtype: 'float32', shape: [3], data });
    expect(thrownBy(() => checkWeights(net, bad)).reason.split('\n')).to.eql([
      'the weights do not match a small network; the training run diverged or the file is damaged; take another checkpoint',
      'with values that are NaN or infinite (1):',
      '  fc.bias: 2',
    ]);
  });

  it('shows the first ten of a long list and says how many more there are', () => {
    const bad = new Map(good);
    for (let i = 0; i < 13; i++) bad.set(`extra.${i}`, zeros(1));
    const lines = thrownBy(() => checkWeights(net, bad)).reason.split('\n');
    expect(lines[1]).to.equal('not part of the architecture (13):');
    expect(lines.slice(11)).to.eql(['  extra.9 [1]', '  ... and 3 more']);
  });
});
