import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { startingWeights } from '../../../src/training/run/starting-weights.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';

const architecture = { kind: 'foraminal', backbone: 'resnet18', slices: 2, hidden: 8 } as const;
const network = architectureOf(architecture, { resolutionPx: 32 });
const filled = filledWeights(network);

describe('startingWeights', () => {
  const folder = temporaryFolder();
  const file = () => join(folder(), 'weights.safetensors');
  const from = (path: string, except: readonly string[] = []) =>
    startingWeights(network, { seed: 1, start: { from: path, fold: 1, weights: 'best', except } });
  const some = (names: RegExp): StateDict => new Map([...filled].filter(([name]) => names.test(name)));

  it('makes weights by the seed where nothing is given', async () => {
    const { weights, taken } = await startingWeights(network, { seed: 1 });
    expect(taken).to.eql([]);
    expect([...weights.keys()]).to.eql([...filled.keys()]);
    expect(weights).to.eql((await startingWeights(network, { seed: 1 })).weights);
    expect(weights).not.to.eql((await startingWeights(network, { seed: 2 })).weights);
  });

  it('takes over what a run folder has', async () => {
    const config = { name: 'x', architecture: { ...architecture }, input: { slices: 2, resolutionPx: 32 } };
    await writeRunFolder(join(folder(), 'run'), { config, folds: [{ fold: 1, which: 'best', weights: filled }] });
    const { weights, taken } = await from(join(folder(), 'run'));
    expect(weights).to.eql(filled);
    expect(taken).to.have.length(filled.size);
  });

  it('takes over the part that a file has, and makes the rest', async () => {
    await writeSafetensors(file(), some(/layer1/));
    const { weights, taken } = await from(file());
    expect(taken.every((name) => name.includes('layer1'))).to.equal(true);
    expect(weights.get(taken[0]!)).to.eql(filled.get(taken[0]!));
    expect(weights.get('classifier.weight')).not.to.eql(filled.get('classifier.weight'));
  });

  it('leaves out what it is told to', async () => {
    await writeSafetensors(file(), filled);
    const { weights, taken } = await from(file(), ['classifier.*']);
    expect(taken).not.to.include('classifier.weight');
    expect(weights.get('classifier.weight')).not.to.eql(filled.get('classifier.weight'));
  });

  it('refuses a parameter of another shape', async () => {
    const weight = { dtype: 'float32', shape: [1, 2], data: new Float32Array(2) } as const;
    await writeSafetensors(file(), new Map([...filled, ['classifier.weight', weight]]));
    const { code, reason } = await rejectionOf(from(file()));
    expect([code, reason]).to.eql([
      'TRAINING_START_SHAPE_UNFIT',
      '"classifier.weight" has shape [1, 2], but the network needs [3, 8]; add it to model.start.except, or use weights of another network',
    ]);
  });

  it('refuses weights of which nothing fits', async () => {
    await writeSafetensors(file(), new Map([['fc.weight', filled.get('classifier.weight')!]]));
    const { code, reason } = await rejectionOf(from(file()));
    expect([code, reason]).to.eql([
      'TRAINING_START_FITS_NOTHING',
      'no parameter of the network is in the file (fc.weight); import the weights for this architecture first, or correct model.start',
    ]);
  });

  it('refuses what is no weights', async () => {
    await writeFile(join(folder(), 'weights.pt'), 'no weights');
    expect((await rejectionOf(from(join(folder(), 'weights.pt')))).code).to.match(/^TORCH_/);
    expect((await rejectionOf(from(join(folder(), 'nothing.pt')))).message).to.contain('nothing.pt');
  });
});
