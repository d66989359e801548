import { expect } from 'chai';
import { batched } from '../../../src/models/runtime/batched.ts';
import type { Predictor, Tensors } from '../../../src/models/runtime/runtime.ts';

/** Doubles its input; keeps the sizes of the batches that it saw; refuses negative numbers. */
const doubling = () => {
  const batches: number[] = [];
  const predictor: Predictor = {
    name: 'doubling',
    inputs: [],
    outputs: [],
    predict: async ({ x }) => {
      batches.push(x!.shape[0]!);
      if (x!.data.some((value) => value < 0)) throw new Error('negative');
      return { y: { shape: x!.shape, data: x!.data.map((value) => 2 * value) } };
    },
    release: async () => {},
  };
  return { predictor, batches };
};

const rows = (...values: readonly number[]): Tensors => ({
  x: { shape: [values.length, 1], data: Float32Array.from(values) },
});
const LONG_MS = 60_000;

describe('batched', () => {
  it('answers each request with rows of its own', async () => {
    const { predictor, batches } = doubling();
    const { predict } = batched(predictor, { maxRows: 10, maxAgeMs: LONG_MS, window: 3 });
    const outputs = await Promise.all([predict(rows(1, 2)), predict(rows(3)), predict(rows(4, 5))]);
    expect(outputs.map(({ y }) => [...y!.data])).to.deep.equal([[2, 4], [6], [8, 10]]);
    expect(batches).to.deep.equal([5]);
  });

  it('sends a batch when it is full, without waiting for more', async () => {
    const { predictor, batches } = doubling();
    const { predict } = batched(predictor, { maxRows: 2, maxAgeMs: LONG_MS, window: 100 });
    await Promise.all([predict(rows(1)), predict(rows(2))]);
    expect(batches).to.deep.equal([2]);
  });

  it('sends a batch when nobody is left who could add to it', async () => {
    const { predictor, batches } = doubling();
    await batched(predictor, { maxRows: 100, maxAgeMs: LONG_MS, window: 1 }).predict(rows(1));
    expect(batches).to.deep.equal([1]);
  });

  it('sends what waits when the oldest request has waited long enough', async () => {
    const { predictor, batches } = doubling();
    await batched(predictor, { maxRows: 100, maxAgeMs: 5, window: 100 }).predict(rows(1));
    expect(batches).to.deep.equal([1]);
  });

  it('sends a request of more rows than a batch holds alone', async () => {
    const { predictor, batches } = doubling();
    const { predict } = batched(predictor, { maxRows: 2, maxAgeMs: LONG_MS, window: 2 });
    await Promise.all([predict(rows(1, 2, 3)), predict(rows(4)), predict(rows(5))]);
    expect(batches).to.deep.equal([3, 2]);
  });

  it('fails only the request that is bad', async () => {
    const { predictor } = doubling();
    const { predict } = batched(predictor, { maxRows: 10, maxAgeMs: LONG_MS, window: 2 });
    const [good, bad] = await Promise.allSettled([predict(rows(1)), predict(rows(-1))]);
    expect(good.status).to.equal('fulfilled');
    expect(bad.status).to.equal('rejected');
  });
});
