import { join } from 'node:path';
import { expect } from 'chai';
import { importPretrained } from '../../../src/models/pretrained/pretrained-folder.ts';
import { writeSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import type { StateDict } from '../../../src/models/weights/state-dict.ts';
import { backboneNetwork } from '../../../src/models/zoo/backbone-network.ts';
import { checkExperiment } from '../../../src/training/experiment/check-experiment.ts';
import { loadExperiments } from '../../../src/training/experiment/load-experiments.ts';
import {
  beginningOf,
  checkStarts,
  recordedPretrained,
  requireBeginnings,
} from '../../../src/training/run/beginning.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf, thrownBy } from '../../support/thrown-by.ts';
import { experimentOf, FORAMINAL, withLine } from '../small-experiments.ts';

const splitOf = (fold: number) => ({ fold, train: ['1'], validation: ['2'] });
const SIDE = { kind: 'foraminal', backbone: 'resnet18' } as const;

describe('what a fold begins with', () => {
  const folder = temporaryFolder();
  const pretrained = async (
    weights: StateDict = filledWeights(backboneNetwork({ ...SIDE, inChannels: 3 }, { resolutionPx: 32 })),
  ) => {
    const file = join(folder(), 'imagenet.safetensors');
    await writeSafetensors(file, weights);
    await importPretrained(file, 'resnet18', { folder: join(folder(), 'pretrained') });
    return join(folder(), 'pretrained');
  };
  const begun = (value: string) => experimentOf(withLine(FORAMINAL, 'pretrained: none', `pretrained: ${value}`));

  it('is its own where it is random, and the backbone where there is one', async () => {
    const experiment = begun(await pretrained());
    const [first, second] = await Promise.all([1, 2].map((fold) => beginningOf(experiment, splitOf(fold))));
    expect(first!.weights.get('model.model.layer1.0.conv1.weight')).to.deep.equal(
      second!.weights.get('model.model.layer1.0.conv1.weight'),
    );
    for (const name of ['classifier.weight', 'model.rnn.weight_ih_l0'])
      expect(first!.weights.get(name)).not.to.deep.equal(second!.weights.get(name));
    expect(first!.taken.every((name) => name.startsWith('model.model.'))).to.equal(true);
    expect(first!.taken).to.have.length(120);
    await checkStarts(experiment, [splitOf(1)]);
  });

  it('is recorded by its hash, whatever its folder is called', async () => {
    const experiment = begun(await pretrained());
    expect(await recordedPretrained(experiment)).to.match(/^[0-9a-f]{64}$/);
    expect(await recordedPretrained(begun('none'))).to.equal(undefined);
    expect(experiment.identity).to.equal(begun('elsewhere').identity);
  });

  it('has to be given for the shipped experiments', async () => {
    const { experiments } = await loadExperiments('all', {});
    const error = thrownBy(() => requireBeginnings(experiments));
    expect(error).to.have.property('code', 'TRAINING_PRETRAINED_NEEDED');
    expect(String(error)).to.contain(
      'give it with --set pretrained=<folder> (spinestream import --backbone resnet34 --out <folder> creates it), or start from random weights with --set pretrained=none',
    );
    requireBeginnings((await loadExperiments('all', { pretrained: 'none' })).experiments);
    requireBeginnings((await loadExperiments('nano', {})).experiments);
    const given = (await loadExperiments('all', { pretrained: join(folder(), 'nowhere') })).experiments;
    expect(thrownBy(() => requireBeginnings(given))).to.have.property('code', 'PRETRAINED_MISSING');
  });

  it('is found wrong before the first step', async () => {
    const experiment = begun(await pretrained());
    await writeSafetensors(join(folder(), 'pretrained', 'resnet18.safetensors'), new Map());
    expect((await rejectionOf(checkStarts(experiment, [splitOf(1)]))).code).to.equal('MODEL_WEIGHTS_UNFIT');
  });

  it('is warned of where it is random and nothing says that this is meant', () => {
    const { diagnostics } = checkExperiment(withLine(FORAMINAL, '  pretrained: none\n', ''), 'mine.yaml', {});
    expect(diagnostics.map(({ code, severity }) => [code, severity])).to.deep.equal([
      ['TRAINING_START_RANDOM', 'warning'],
    ]);
  });

  it('is named once', () => {
    const text = withLine(FORAMINAL, 'pretrained: none', 'pretrained: a\n  start: { from: b }');
    expect(checkExperiment(text, 'mine.yaml', {}).diagnostics.map(({ message }) => message)).to.deep.equal([
      'model: "start" and "pretrained" both name weights to begin with; remove one',
    ]);
  });
});
