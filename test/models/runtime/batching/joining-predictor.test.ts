import { expect } from 'chai';
import fc from 'fast-check';
import { batchLane } from '../../../../src/models/runtime/batching/batch-lane.ts';
import { joiningPredictor } from '../../../../src/models/runtime/batching/joining-predictor.ts';
import type { Predictor, Tensors } from '../../../../src/models/runtime/runtime.ts';
import { rejectionOf } from '../../../support/thrown-by.ts';

interface Doubling {
  /** Rows that memory suffices for. */
  readonly fitting?: number;
  /** Entries of the output per row of the input. */
  readonly entries?: number;
}

/** Doubles its input; keeps the sizes of the batches that it saw; refuses negative numbers. Computes only when `step` is called. */
const doubling = ({ fitting = Number.POSITIVE_INFINITY, entries = 1 }: Doubling = {}) => {
  const batches: number[] = [];
  const gates: (() => void)[] = [];
  const predictor: Predictor = {
    name: 'doubling',
    inputs: [{ name: 'x', shape: ['n', 1] }],
    outputs: [],
    predict: async ({ x }) => {
      const rows = x!.shape[0]!;
      batches.push(rows);
      await new Promise<void>((resolve) => gates.push(resolve));
      if (rows > fitting) throw new Error('CUDA out of memory');
      if (x!.data.some((value) => value < 0)) throw new Error('negative');
      const data = [...x!.data].flatMap((value) => Array.from({ length: entries }, () => 2 * value));
      return { y: { shape: [rows * entries, 1], data: Float32Array.from(data) } };
    },
    release: async () => {},
  };
  let open = false;
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    predictor,
    batches,
    /** Lets the pass in progress end, and the next begin. */
    step: async () => {
      await turn();
      gates.shift()?.();
      await turn();
    },
    /** Lets every pass end at once, until `stop`. */
    run: async <T>(work: Promise<T>): Promise<T> => {
      open = true;
      const pump = async () => {
        while (open) {
          gates.shift()?.();
          await turn();
        }
      };
      const pumping = pump();
      try {
        return await work;
      } finally {
        open = false;
        await pumping;
      }
    },
  };
};

const rows = (...values: readonly number[]): Tensors => ({
  x: { shape: [values.length, 1], data: Float32Array.from(values) },
});
const valuesOf = ({ y }: Tensors) => [...y!.data];

describe('joiningPredictor', () => {
  const joined = (fake: ReturnType<typeof doubling>, maxRows: number, lane = batchLane()) => {
    const halvings: number[] = [];
    return { halvings, ...joiningPredictor(fake.predictor, { lane, maxRows, onHalved: (to) => halvings.push(to) }) };
  };

  it('computes a lone request at once, and joins those that come during a pass', async () => {
    const fake = doubling();
    const { predict } = joined(fake, 10);
    const first = predict(rows(1));
    await fake.step();
    expect(valuesOf(await first)).to.eql([2]);
    const second = predict(rows(2));
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    const later = [predict(rows(3, 4)), predict(rows(5))];
    const all = await fake.run(Promise.all([second, ...later]));
    expect(all.map(valuesOf)).to.eql([[4], [6, 8], [10]]);
    expect(fake.batches).to.eql([1, 1, 3]);
  });

  it('keeps the order, and does not exceed the limit except for one large request', async () => {
    const fake = doubling();
    const { predict } = joined(fake, 3);
    const all = [rows(1, 2), rows(3, 4), rows(5), rows(6, 7, 8, 9), rows(10)].map((inputs) => predict(inputs));
    expect((await fake.run(Promise.all(all))).map(valuesOf)).to.eql([[2, 4], [6, 8], [10], [12, 14, 16, 18], [20]]);
    expect(fake.batches).to.eql([2, 3, 4, 1]);
  });

  it('gives every request the rows of its own, however a batch is divided', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 6 }), {
          minLength: 1,
          maxLength: 8,
        }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 3 }),
        async (requests, maxRows, entries) => {
          const fake = doubling({ entries });
          const { predict } = joined(fake, maxRows);
          const all = await fake.run(Promise.all(requests.map((values) => predict(rows(...values)))));
          for (const [index, values] of requests.entries())
            expect(valuesOf(all[index]!)).to.eql(
              values.flatMap((value) => Array.from({ length: entries }, () => 2 * value)),
            );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('fails only the request that is bad', async () => {
    const fake = doubling();
    const { predict } = joined(fake, 10);
    const asked = [predict(rows(1)), predict(rows(-1)), predict(rows(3))];
    const [one, bad, three] = await fake.run(Promise.allSettled(asked));
    expect([one!.status, bad!.status, three!.status]).to.eql(['fulfilled', 'rejected', 'fulfilled']);
    expect(fake.batches).to.eql([3, 1, 1, 1]);
  });

  it('refuses inputs of a wrong shape, which a batch would hide', async () => {
    const { predict } = joined(doubling(), 10);
    const wide = { x: { shape: [1, 2], data: Float32Array.of(1, 2) } };
    expect((await rejectionOf(predict(wide))).code).to.equal('RUNTIME_INPUT_SHAPE_UNFIT');
  });

  it('halves batches that memory does not suffice for, and remembers it', async () => {
    const fake = doubling({ fitting: 2 });
    const { predict, halvings } = joined(fake, 8);
    const first = await fake.run(Promise.all([predict(rows(1, 2, 3)), predict(rows(4)), predict(rows(5))]));
    expect(first.map(valuesOf)).to.eql([[2, 4, 6], [8], [10]]);
    expect(halvings).to.eql([3, 2]);
    expect(fake.batches).to.eql([5, 3, 2, 2, 1]);
    fake.batches.length = 0;
    await fake.run(Promise.all([predict(rows(1)), predict(rows(2)), predict(rows(3))]));
    expect(fake.batches).to.eql([2, 1]);
  });

  it('fails when memory does not suffice for one sample', async () => {
    const fake = doubling({ fitting: 0 });
    const { predict, halvings } = joined(fake, 8);
    const asked = [predict(rows(1, 2)), predict(rows(3))];
    const ends = await fake.run(Promise.allSettled(asked));
    expect(ends.map(({ status }) => status)).to.eql(['rejected', 'rejected']);
    expect(halvings).to.eql([2, 1]);
  });

  it('withdraws a waiting request of a cancelled study, and not its neighbours', async () => {
    const fake = doubling();
    const { predict } = joined(fake, 10);
    const first = predict(rows(1));
    await new Promise((resolve) => setImmediate(resolve));
    const study = new AbortController();
    const cancelled = predict(rows(2), { signal: study.signal });
    const neighbour = predict(rows(3), { signal: new AbortController().signal });
    const ends = Promise.allSettled([first, cancelled, neighbour]);
    await Promise.resolve();
    study.abort(new Error('time-out'));
    const [, ended, other] = await fake.run(ends);
    expect(ended).to.deep.include({ status: 'rejected' });
    expect(other!.status).to.equal('fulfilled');
    expect(fake.batches).to.eql([1, 1]);
  });

  it('answers neighbours of a study that is cancelled while its batch is computed', async () => {
    const fake = doubling();
    const { predict } = joined(fake, 10);
    const study = new AbortController();
    const ends = Promise.allSettled([predict(rows(1), { signal: study.signal }), predict(rows(2))]);
    await new Promise((resolve) => setImmediate(resolve));
    study.abort(new Error('time-out'));
    const [ended, other] = await fake.run(ends);
    expect(ended!.status).to.equal('rejected');
    expect(other!.status === 'fulfilled' && valuesOf(other.value)).to.eql([4]);
  });

  it('gives networks on one lane their turns by the oldest request', async () => {
    const lane = batchLane();
    const [a, b] = [doubling(), doubling()];
    const [first, second] = [joined(a, 10, lane), joined(b, 10, lane)];
    const all = [first.predict(rows(1)), second.predict(rows(2)), first.predict(rows(3)), second.predict(rows(4))];
    await b.run(a.run(Promise.all(all)));
    expect([a.batches, b.batches]).to.eql([[2], [2]]);
  });
});
