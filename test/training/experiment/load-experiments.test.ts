import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { formatDiagnostic } from '../../../src/config/diagnostic.ts';
import { experimentJsonSchema } from '../../../src/training/experiment/experiment-json-schema.ts';
import { loadExperiments } from '../../../src/training/experiment/load-experiments.ts';
import { experimentPath, shippedExperiments } from '../../../src/training/experiment/shipped-experiments.ts';
import { learningRateOf } from '../../../src/training/run/learning-rate.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { FORAMINAL, withLine } from '../small-experiments.ts';

describe('the shipped experiments', () => {
  for (const name of shippedExperiments())
    it(`${name} has nothing wrong`, async () => {
      expect((await loadExperiments(name, {})).warnings).to.eql([]);
    });

  it('train the networks of the published ensemble, into the folders that its pipeline names', async () => {
    const { experiments } = await loadExperiments('all', {});
    expect(experiments.map(({ name }) => name)).to.eql([
      ...['coord_sagt2', 'coord_sagt1', 'coord_axi'],
      ...['resnet18', 'swin_tiny', 'convnext_nano'].flatMap((backbone) =>
        ['spinal', 'foraminal', 'subarticular', 'global'].map((kind) => `${kind}_${backbone}`),
      ),
    ]);
  });

  /** Epochs, and the learning rates of the first five, as the method has them. */
  const PLANS: Readonly<Record<string, readonly [epochs: number, rates: readonly number[]]>> = {
    'coord-sagt2': [30, [1e-3, 9.972609e-4, 9.890738e-4, 9.755283e-4, 9.567727e-4]],
    'coord-sagt1': [20, [1e-3, 9.938442e-4, 9.755283e-4, 9.455033e-4, 9.045085e-4]],
    'coord-axi': [10, [1e-3, 9.755283e-4, 9.045085e-4, 7.938926e-4, 6.545085e-4]],
    'spinal-roi': [5, [1e-3, 1e-3, 1e-4, 1e-4, 1e-5]],
    'global-roi': [5, [1e-3, 1e-3, 1e-4, 1e-4, 1e-5]],
    'foraminal-roi': [3, [1e-3, 1e-3, 1e-4]],
    'subarticular-roi': [3, [1e-3, 1e-3, 1e-4]],
    'study-roi': [10, [1e-3, 9.755283e-4, 9.045085e-4, 7.938926e-4, 6.545085e-4]],
  };
  for (const [name, [epochs, rates]] of Object.entries(PLANS))
    it(`${name} learns for ${epochs} epochs at the rates of the method`, async () => {
      const { training } = (await loadExperiments(name, {})).experiments[0]!.frame;
      expect([training.epochs, training.batch, training.weightDecay]).to.eql([epochs, 16, 0.01]);
      rates.forEach((rate, epoch) => {
        expect(learningRateOf(training, epoch)).to.be.closeTo(rate, 1e-9);
      });
    });

  it('have a schema for editors that is up to date', async () => {
    const path = new URL('../../../experiments/experiment.schema.json', import.meta.url);
    expect(JSON.parse(await readFile(path, 'utf8'))).to.eql(JSON.parse(JSON.stringify(experimentJsonSchema())));
  });

  it('shuffle slices where the method does', async () => {
    const probability = async (name: string) =>
      (await loadExperiments(name, {})).experiments[0]!.frame.augmentation.shuffleProbability;
    expect(await probability('coord-axi')).to.equal(0.5);
    expect(await probability('subarticular-roi')).to.equal(0.5);
    expect(await probability('global-roi')).to.eql({ axial: 0.5 });
    expect(await probability('foraminal-roi')).to.equal(0);
  });
});

describe('loadExperiments', () => {
  const folder = temporaryFolder();
  const write = async (name: string, text: string) => {
    await writeFile(join(folder(), name), text);
    return join(folder(), name);
  };

  it('reads a list with variables for its files, which lie beside it', async () => {
    const named = withLine(FORAMINAL, 'name: foraminal', 'variables: { what: a }\nname: foraminal_${what}');
    await write('mine.yaml', named);
    const list = await write('both.yaml', 'name: both\nexperiments:\n  - mine.yaml\n  - mine: { what: b }\n');
    const { experiments } = await loadExperiments(list, {});
    expect(experiments.map(({ name }) => name)).to.eql(['foraminal_a', 'foraminal_b']);
    expect(experiments[1]!.variables).to.eql({ what: 'b' });
  });

  it('refuses a list in which two would write into one folder', async () => {
    await write('mine.yaml', FORAMINAL);
    const { code, reason } = await rejectionOf(
      loadExperiments(await write('both.yaml', 'name: both\nexperiments: [mine, mine]\n'), {}),
    );
    expect([code, reason]).to.eql([
      'EXPERIMENT_NAME_TWICE',
      'two experiments named "foraminal" would share a run folder; rename one',
    ]);
  });

  it('says what is wrong with a list', async () => {
    const { code, reason } = await rejectionOf(
      loadExperiments(await write('list.yaml', 'name: x\nexperiment: []\nexperiments: []\n'), {}),
    );
    expect(code).to.equal('CONFIGURATION_INVALID');
    expect(reason).to.contain('list.yaml:2:1  error  unknown option "experiment"; did you mean "experiments"?');
    expect(reason).to.contain('expected at least 1 entry');
  });

  it('says where a list names files that are not there, all at once', async () => {
    const text = 'name: x\nexperiments:\n  - coord-sagt22\n  - spinal-ro: { suffix: a }\n  - coord-axi\n';
    const { code, reason } = await rejectionOf(loadExperiments(await write('list.yaml', text), {}));
    expect(code).to.equal('CONFIGURATION_INVALID');
    expect(reason).to.match(/list\.yaml has 2 errors:\n/);
    expect(reason).to.contain(
      'list.yaml:3:5  error  there is no experiment "coord-sagt22"; check the path, or use the name of a built-in experiment; did you mean "coord-sagt2"?',
    );
    expect(reason).to.contain('list.yaml:4:5  error  there is no experiment "spinal-ro"; ');
  });

  it('names all diagnostics of a file, and the shipped ones where there is no file', async () => {
    const bad = await rejectionOf(loadExperiments(await write('mine.yaml', 'name: x\n'), {}));
    expect(bad.reason).to.match(/mine\.yaml has \d errors:\n(.|\n)*missing option "training"/);
    const { code, reason } = await rejectionOf(loadExperiments('coord-sag', {}));
    expect([code, reason]).to.eql([
      'EXPERIMENT_UNREADABLE',
      `cannot read this experiment file; check the path, or use the name of a built-in experiment; did you mean "coord-sagt1"? (known: ${shippedExperiments().join(', ')})`,
    ]);
  });

  describe('of a list, with variables of the command line', () => {
    const load = async (set: Readonly<Record<string, string>>, entry = 'mine') => {
      await write('mine.yaml', withLine(FORAMINAL, 'name: foraminal', 'variables: { rate: 1 }\nname: rate_${rate}'));
      await write('plain.yaml', FORAMINAL);
      return loadExperiments(await write('list.yaml', `name: l\nexperiments:\n  - plain\n  - ${entry}\n`), set);
    };

    it('gives them to the files that have them, and warns of those that have not', async () => {
      const { experiments, warnings } = await load({ rate: '3', models: 'm' });
      expect(experiments.map(({ name }) => name)).to.eql(['foraminal', 'rate_3']);
      expect(experiments.map(({ variables }) => variables)).to.eql([{ models: 'm' }, { rate: '3', models: 'm' }]);
      expect(warnings.map(formatDiagnostic)).to.eql([
        `${join(folder(), 'plain.yaml')}:1:1  warning  --set rate: the file has no variable "rate"; only others are given it`,
      ]);
    });

    it('warns once of a variable, however many files lack it', async () => {
      const { warnings } = await loadExperiments('nano', { predicted: 'coordinates.csv' });
      expect(warnings.map(formatDiagnostic)).to.eql([
        `${experimentPath('nano')}:1:1  warning  --set predicted: nano-coord-sagt2.yaml, nano-coord-sagt1.yaml, nano-coord-axi.yaml have no variable "predicted"; only others are given it`,
      ]);
    });

    it('refuses what no file has, with the nearest of all of them', async () => {
      const { code, reason } = await rejectionOf(load({ rat: '3' }));
      expect(code).to.equal('CONFIGURATION_INVALID');
      expect(reason).to.contain(
        'list.yaml:1:1  error  --set rat: none of the files has a variable "rat"; did you mean "rate"? (known: rate)',
      );
    });

    it('refuses what the list sets itself, and keeps that where only some files are set', async () => {
      const { reason } = await rejectionOf(load({ rate: '3' }, 'mine: { rate: 2 }'));
      expect(reason).to.contain('--set rate: the list sets "rate" itself wherever a file has it; change it there');
      const { experiments, warnings } = await load({ rate: '3' }, 'mine\n  - mine: { rate: 2 }');
      expect(experiments.map(({ name }) => name)).to.eql(['foraminal', 'rate_3', 'rate_2']);
      expect(warnings.map(({ message }) => message)).to.include(
        '--set rate: the list sets "rate" for this file, and that stays; only others are given it',
      );
    });

    it('does not count a file that cannot be understood among those that lack a variable', async () => {
      await write('broken.yaml', 'name: [\n');
      const { reason } = await rejectionOf(load({ rat: '3' }, 'broken'));
      expect(reason).to.contain('broken.yaml has');
      expect(reason).not.to.contain('--set');
    });
  });
});
