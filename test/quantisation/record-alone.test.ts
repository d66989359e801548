import { readdir } from 'node:fs/promises';
import { expect } from 'chai';
import { type QuantisedNetwork, readQuantisation } from '../../src/models/quantise/quantisation-record.ts';
import { recordAlone } from '../../src/quantisation/record-alone.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const madeOf = (fold: number): QuantisedNetwork => ({
  ...{ fold, weights: 'best', sha256: String(fold), decision: 'float32', reason: 'slower', method: 'minmax' },
  ...{ studies: 1, pipeline: 'demo', layers: 1, float32Layers: [], processor: 'x', library: 'y' },
  speed: {
    ...{ rows: 1, rounds: 1, threads: 1, float32Ms: 1, int8Ms: 1 },
    ...{ float32CpuMs: 1, int8CpuMs: 1, speedup: 1 },
  },
  difference: { values: 1, unit: 'probability', median: 0, percentile99: 0, greatest: 0 },
});

describe('recordAlone', () => {
  const folder = temporaryFolder();

  it('keeps every entry of writers that read and write quantisation.json at once', async () => {
    const folds = [1, 2, 3, 4, 5, 6];
    let waiting = 0;
    await Promise.all(folds.map((fold) => recordAlone(folder(), madeOf(fold), () => waiting++)));
    expect(waiting).to.equal(folds.length - 1);
    expect((await readQuantisation(folder())).map(({ fold }) => fold)).to.deep.equal(folds);
    expect(await readdir(folder())).to.deep.equal(['quantisation.json']);
  });
});
