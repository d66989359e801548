import { expect } from 'chai';
import { measuredBatch } from '../../../../src/models/runtime/batching/measure-batch.ts';
import type { Predictor } from '../../../../src/models/runtime/runtime.ts';

/** A network on a clock of its own. @param msOf  time of a pass with this many rows, or an error */
const timed = (msOf: (rows: number) => number) => {
  let ms = 0;
  const predictor: Predictor = {
    name: 'timed',
    inputs: [{ name: 'x', shape: ['n', 2, 3] }],
    outputs: [],
    predict: async ({ x }) => {
      expect(x!.data).to.have.length(x!.shape[0]! * 6);
      ms += msOf(x!.shape[0]!);
      return {};
    },
    release: async () => {},
  };
  return { predictor, now: () => ms };
};

describe('measuredBatch', () => {
  const measured = (msOf: (rows: number) => number, maxRows?: number) => {
    const { predictor, now } = timed(msOf);
    return measuredBatch(predictor, { now, ...(maxRows !== undefined && { maxRows }) });
  };

  it('takes the size from which on the speed grows little', async () => {
    const { rows, bound, rates } = await measured((n) => 10 + Math.max(0, n - 4) * 2.5);
    expect({ rows, bound }).to.eql({ rows: 4, bound: 'speed' });
    expect(rates.map((rate) => [rate.rows, Math.round(rate.samplesPerSecond)])).to.eql([
      [1, 100],
      [2, 200],
      [4, 400],
      [8, 400],
    ]);
  });

  it('takes one sample where more take as long apart', async () => {
    expect(await measured((n) => 7 * n)).to.deep.include({ rows: 1, bound: 'speed' });
  });

  it('ends where memory does', async () => {
    const { rows, bound } = await measured((n) => {
      if (n > 8) throw new Error('out of memory');
      return 1;
    });
    expect({ rows, bound }).to.eql({ rows: 8, bound: 'memory' });
  });

  it('ends at the largest size, at the one that is allowed, and when it takes too long', async () => {
    expect(await measured(() => 1)).to.deep.include({ rows: 64, bound: 'largest' });
    expect(await measured(() => 1, 5)).to.deep.include({ rows: 4, bound: 'largest' });
    expect(await measured(() => 1000)).to.deep.include({ rows: 2, bound: 'time' });
    expect(await measured(() => 30_000)).to.deep.include({ rows: 1, bound: 'time' });
  });

  it('keeps the reason of a network that cannot compute more', async () => {
    const found = await measured((n) => {
      if (n > 1) throw new Error('axis 0 must be 1\nadvice');
      return 1;
    });
    expect(found).to.deep.include({ rows: 1, bound: 'error', reason: 'axis 0 must be 1' });
  });
});
