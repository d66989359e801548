import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { int8Of } from '../../../src/models/quantise/int8-networks.ts';
import {
  type QuantisedNetwork,
  readQuantisation,
  recordQuantisation,
} from '../../../src/models/quantise/quantisation-record.ts';
import { sha256OfFile } from '../../../src/models/sha256-of-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const MADE: QuantisedNetwork = {
  ...{ fold: 1, weights: 'best', sha256: 'float32', decision: 'int8', method: 'minmax', studies: 2, pipeline: 'demo' },
  ...{ layers: 3, float32Layers: [], processor: 'a processor', library: 'onnxruntime-node 1' },
  speed: { rows: 1, rounds: 1, threads: 1, float32Ms: 2, int8Ms: 1, float32CpuMs: 2, int8CpuMs: 1, speedup: 2 },
  difference: { values: 1, unit: 'mm', median: 0, percentile99: 0, greatest: 0 },
};
const BEST = { fold: 1, weights: 'best', sha256: 'float32' } as const;

describe('the int8 network of a fold', () => {
  const folder = temporaryFolder();
  const made = async (): Promise<string> => {
    const path = join(folder(), 'int8.onnx');
    await writeFile(path, 'a network');
    await recordQuantisation(folder(), { ...MADE, file: { name: 'int8.onnx', sha256: await sha256OfFile(path) } });
    return path;
  };

  it('is the recorded file', async () => {
    const path = await made();
    expect(await int8Of(folder(), BEST)).to.deep.equal({ fold: 1, path, sha256: await sha256OfFile(path) });
  });

  it('does not exist, with the reason, if it was never made or not worth keeping', async () => {
    expect(await int8Of(folder(), BEST)).to.deep.equal({ fold: 1, reason: 'never quantised' });
    await recordQuantisation(folder(), { ...MADE, decision: 'float32', reason: 'too slow' });
    expect(await int8Of(folder(), BEST)).to.deep.equal({ fold: 1, reason: 'too slow' });
    expect(await int8Of(folder(), { ...BEST, weights: 'last' })).to.deep.equal({ fold: 1, reason: 'never quantised' });
  });

  it('is refused if the float32 weights are others, or the file changed or is gone', async () => {
    const path = await made();
    expect((await rejectionOf(int8Of(folder(), { ...BEST, sha256: 'other' }))).code).to.equal('QUANTISATION_STALE');
    await writeFile(path, 'another network');
    expect((await rejectionOf(int8Of(folder(), BEST))).code).to.equal('QUANTISED_NETWORK_CHANGED');
    await recordQuantisation(folder(), { ...MADE, file: { name: 'gone.onnx', sha256: 'x' } });
    expect((await rejectionOf(int8Of(folder(), BEST))).code).to.equal('QUANTISED_NETWORK_CHANGED');
  });

  it('is recorded next to those of other folds, and a record that is not one is refused', async () => {
    await recordQuantisation(folder(), { ...MADE, fold: 2 });
    await recordQuantisation(folder(), MADE);
    await recordQuantisation(folder(), { ...MADE, fold: 2, studies: 9 });
    const found = await readQuantisation(folder());
    expect(found.map(({ fold, studies }) => [fold, studies])).to.deep.equal([
      [1, 2],
      [2, 9],
    ]);
    await writeFile(join(folder(), 'quantisation.json'), '{"version": 2}');
    expect((await rejectionOf(readQuantisation(folder()))).code).to.equal('QUANTISATION_INVALID');
  });
});
