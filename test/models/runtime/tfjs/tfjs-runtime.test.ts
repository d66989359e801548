import { expect } from 'chai';
import { batchNorm, conv } from '../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { locateBackend } from '../../../../src/models/runtime/tfjs/locate-backend.ts';
import { startTfjsRuntime, type TfjsRuntime } from '../../../../src/models/runtime/tfjs/tfjs-runtime.ts';
import { unitFill } from '../../../../src/models/weights/fill.ts';
import { filledWeights } from '../../../support/filled-weights.ts';
import { maxAbsDiff } from '../../../support/goldens.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';
import { network } from '../../nn/run-network.ts';

/** A convolution, a norm and a mean. */
const small = network({ x: ['n', 2, 6, 6] }, (nn, [x]) => {
  const at = scopeOf(nn);
  return [
    nn.globalAveragePool(nn.relu(batchNorm(at.in('bn'), conv(at.in('conv'), x!, { out: 3, kernel: 3, padding: 1 })))),
  ];
});
const inputs = (n: number) => ({ x: { shape: [n, 2, 6, 6], data: unitFill('x', n * 72) } });

describe('startTfjsRuntime', () => {
  let runtime: TfjsRuntime;
  before(async () => {
    runtime = await startTfjsRuntime({ backend: 'wasm' });
  });
  after(() => runtime.close());

  const loaded = () => runtime.load({ name: 'small', architecture: small, weights: filledWeights(small) });

  it('says which backend is in use', () => {
    expect(runtime.choice).to.eql({ backend: 'wasm', skipped: [] });
  });

  it('gives a sample the same result in any batch', async () => {
    const model = await loaded();
    const one = await model.predict(inputs(1));
    const three = await model.predict(inputs(3));
    expect(three.out0!.shape).to.eql([3, 3]);
    expect(maxAbsDiff(three.out0!.data.slice(0, 3), one.out0!.data)).to.be.below(1e-6);
    await model.release();
  });

  it('has as many tensors after a prediction as before, and none after the release', async () => {
    const before = await runtime.tensorCount();
    const model = await loaded();
    const held = await runtime.tensorCount();
    expect(held).to.be.above(before);
    for (const n of [1, 2, 1]) {
      await model.predict(inputs(n));
      expect(await runtime.tensorCount()).to.equal(held);
    }
    await model.release();
    expect(await runtime.tensorCount()).to.equal(before);
  });

  it('leaves the inputs alone, unless they are given away', async () => {
    const model = await loaded();
    const given = inputs(1);
    await model.predict(given);
    expect(given.x.data).to.eql(inputs(1).x.data);
    await model.predict(given, { transfer: true });
    expect(given.x.data.length).to.equal(0);
    await model.release();
  });

  it('counts what models cost', async () => {
    const model = await runtime.load({ name: 'counted', architecture: small, weights: filledWeights(small) });
    await model.predict(inputs(1));
    await model.predict(inputs(1));
    expect(runtime.stats().models.counted!.runs).to.equal(2);
    expect(runtime.stats().models.counted!.runMs).to.be.above(0);
    await model.release();
  });

  it('refuses inputs of another shape, weights of another network, and released models', async () => {
    const model = await loaded();
    const misshapen = { x: { shape: [1, 2, 6, 7], data: new Float32Array(84) } };
    expect((await rejectionOf(model.predict(misshapen))).code).to.equal('RUNTIME_INPUT_SHAPE_UNFIT');
    const other = runtime.load({ name: 'other', architecture: small, weights: new Map() });
    expect((await rejectionOf(other)).code).to.equal('MODEL_WEIGHTS_UNFIT');
    await model.release();
    expect((await rejectionOf(model.predict(inputs(1)))).code).to.equal('RUNTIME_MODEL_RELEASED');
  });

  it('answers what was asked before it closes, and refuses what is asked later', async () => {
    const another = await startTfjsRuntime({ backend: 'cpu' });
    const model = await another.load({ name: 'small', architecture: small, weights: filledWeights(small) });
    const asked = model.predict(inputs(1));
    await another.close();
    expect((await asked).out0!.shape).to.eql([1, 3]);
    expect((await rejectionOf(model.predict(inputs(1)))).code).to.equal('RUNTIME_CLOSED');
    await model.release();
  });

  it('names the reason when a backend that was asked for is not there', async () => {
    const error = await rejectionOf(startTfjsRuntime({ backend: 'tfjs-node-gpu' }));
    expect(error.code).to.equal('RUNTIME_BACKEND_UNAVAILABLE');
    const { missing } = { missing: '', ...locateBackend('tfjs-node-gpu') };
    expect(error.reason).to.include(missing);
  });
});
