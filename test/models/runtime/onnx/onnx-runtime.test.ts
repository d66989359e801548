import { expect } from 'chai';
import { linear } from '../../../../src/models/nn/layers.ts';
import { scopeOf } from '../../../../src/models/nn/scope.ts';
import { startOnnxRuntime } from '../../../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Predictor, Runtime } from '../../../../src/models/runtime/runtime.ts';
import type { StateDict } from '../../../../src/models/weights/state-dict.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';
import { network } from '../../nn/run-network.ts';

/** sum = a + b, fc = W a. */
const net = network(
  { a: ['n', 2], b: ['n', 2] },
  (nn, [a, b]) => [nn.add(a!, b!), linear(scopeOf(nn, 'fc'), a!, { out: 1, bias: false })],
  2,
);
const weights: StateDict = new Map([
  ['fc.weight', { dtype: 'float32', shape: [1, 2], data: Float32Array.of(10, 100) }],
]);
const tensor = (shape: readonly number[], ...values: number[]) => ({ shape, data: Float32Array.from(values) });
const pair = () => ({ a: tensor([1, 2], 1, 2), b: tensor([1, 2], 3, 4) });

describe('startOnnxRuntime', () => {
  let runtime: Runtime;
  let predictor: Predictor;
  before(async () => {
    runtime = await startOnnxRuntime({ threads: 1 });
    predictor = await runtime.load({ name: 'small fold 1', architecture: net, weights });
  });
  after(() => runtime.close());

  it('predicts by names, any batch', async () => {
    const { out0, out1 } = await predictor.predict({
      a: tensor([2, 2], 1, 2, 3, 4),
      b: tensor([2, 2], 10, 20, 30, 40),
    });
    expect(out0!.shape).to.eql([2, 2]);
    expect([...out0!.data]).to.eql([11, 22, 33, 44]);
    expect(out1!.shape).to.eql([2, 1]);
    expect([...out1!.data]).to.eql([210, 430]);
  });

  it('describes what it takes and gives', () => {
    expect(predictor.name).to.equal('small fold 1');
    expect(predictor.inputs).to.eql(net.inputs);
    expect(predictor.outputs).to.eql([
      { name: 'out0', shape: ['n', 2] },
      { name: 'out1', shape: ['n', 1] },
    ]);
  });

  it("leaves the caller's arrays alone, or takes them when they are given away", async () => {
    const kept = pair();
    await predictor.predict(kept);
    expect([...kept.a.data]).to.eql([1, 2]);
    const given = pair();
    const { out0 } = await predictor.predict(given, { transfer: true });
    expect([...out0!.data]).to.eql([4, 6]);
    expect(given.a.data.length).to.equal(0);
  });

  it('copies a part of a larger buffer even when it may take it', async () => {
    const buffer = Float32Array.of(9, 1, 2, 9);
    const a = { shape: [1, 2], data: buffer.subarray(1, 3) };
    const { out0 } = await predictor.predict({ a, b: pair().b }, { transfer: true });
    expect([...out0!.data]).to.eql([4, 6]);
    expect([...buffer]).to.eql([9, 1, 2, 9]);
  });

  it('leaves weights alone, or takes them when they are given away', async () => {
    const own = (): StateDict => structuredClone(weights);
    const [kept, given] = [own(), own()];
    const one = await runtime.load({ name: 'kept', architecture: net, weights: kept });
    const two = await runtime.load({ name: 'given', architecture: net, weights: given, transfer: true });
    for (const model of [one, two]) {
      expect([...(await model.predict(pair())).out0!.data]).to.eql([4, 6]);
      await model.release();
    }
    expect([...kept.values()].some(({ data }) => data.length === 0)).to.equal(false);
    expect([...given.values()].every(({ data }) => data.length === 0)).to.equal(true);
  });

  it('refuses inputs of other names before anything is sent', async () => {
    const { a, b } = pair();
    const error = await rejectionOf(predictor.predict({ a, c: b }));
    expect(error.code).to.equal('RUNTIME_INPUT_NAMES_DIFFER');
    expect(error.reason).to.equal('model small fold 1 expects the inputs a, b, found a, c');
    expect((await rejectionOf(predictor.predict({}))).reason).to.contain('found none');
    expect((await rejectionOf(predictor.predict({ a, b, c: b }))).reason).to.contain('found a, b, c');
  });

  it('refuses inputs of another shape', async () => {
    const error = await rejectionOf(predictor.predict({ ...pair(), b: tensor([1, 3], 1, 2, 3) }));
    expect(error.code).to.equal('RUNTIME_INPUT_SHAPE_UNFIT');
    expect(error.reason).to.equal(
      'input b of model small fold 1 has shape [1, 3], expected [n, 2] with n of at least 1',
    );
    expect((await rejectionOf(predictor.predict({ ...pair(), b: tensor([0, 2]) }))).code).to.equal(
      'RUNTIME_INPUT_SHAPE_UNFIT',
    );
  });

  it('refuses data that is not as long as its shape says', async () => {
    const error = await rejectionOf(predictor.predict({ ...pair(), b: tensor([1, 2], 1, 2, 3) }));
    expect(error.code).to.equal('RUNTIME_INPUT_LENGTH_UNFIT');
    expect(error.reason).to.equal('input b of model small fold 1 has 3 values, which do not match its shape [1, 2]');
  });

  it('refuses inputs of different batches', async () => {
    const error = await rejectionOf(predictor.predict({ ...pair(), b: tensor([2, 2], 1, 2, 3, 4) }));
    expect(error.code).to.equal('RUNTIME_BATCHES_DIFFER');
    expect(error.reason).to.equal(
      'the inputs of model small fold 1 have different batch sizes (a 1, b 2); expected the same for all',
    );
  });

  it('refuses weights that do not fit', async () => {
    const error = await rejectionOf(runtime.load({ name: 'x', architecture: net, weights: new Map() }));
    expect(error.code).to.equal('MODEL_WEIGHTS_UNFIT');
  });

  it('keeps several models apart', async () => {
    const other = await runtime.load({
      name: 'other',
      architecture: net,
      weights: new Map([['fc.weight', { dtype: 'float32', shape: [1, 2], data: Float32Array.of(1, 1) }]]),
    });
    const [first, second] = await Promise.all([predictor.predict(pair()), other.predict(pair())]);
    expect([first.out1!.data[0], second.out1!.data[0]]).to.eql([210, 3]);
    await other.release();
  });

  it('answers what was asked before a release, and refuses what is asked after', async () => {
    const short = await runtime.load({ name: 'short', architecture: net, weights });
    const answer = short.predict(pair());
    await Promise.all([short.release(), short.release()]);
    expect([...(await answer).out0!.data]).to.eql([4, 6]);
    const error = await rejectionOf(short.predict(pair()));
    expect(error.code).to.equal('RUNTIME_MODEL_RELEASED');
    expect(error.reason).to.equal('model short was released; load it again before predicting');
  });

  it('sums what each model cost', async () => {
    const counted = await startOnnxRuntime({ threads: 1 });
    try {
      const one = await counted.load({ name: 'one', architecture: net, weights });
      const two = await counted.load({ name: 'two', architecture: net, weights });
      for (const asked of [one, one, two]) await asked.predict(pair());
      const { models, runs, runMs, graphMs, sessionMs } = counted.stats();
      expect(runs).to.equal(3);
      expect([models.one!.runs, models.two!.runs]).to.eql([2, 1]);
      expect(runMs).to.be.closeTo(models.one!.runMs + models.two!.runMs, 1e-9);
      for (const ms of [runMs, graphMs, sessionMs]) expect(ms).to.be.greaterThan(0);
    } finally {
      await counted.close();
    }
  });

  it('refuses what is asked after it was closed', async () => {
    const closed = await startOnnxRuntime({ threads: 1 });
    const model = await closed.load({ name: 'late', architecture: net, weights });
    await closed.close();
    const error = await rejectionOf(model.predict(pair()));
    expect(error.code).to.equal('RUNTIME_CLOSED');
    expect(error.reason).to.equal('a prediction of model late: the runtime is closed; start another one');
    await model.release();
  });
});
