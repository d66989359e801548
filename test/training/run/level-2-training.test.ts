import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { stateOf, withAdditions } from '../../../src/core/study-state.ts';
import { createRng, type Rng } from '../../../src/domain/seeded-rng.ts';
import { CONDITIONS, LEVELS, type Location, locationOf } from '../../../src/domain/vocabulary.ts';
import { openModel } from '../../../src/models/model-store.ts';
import { writeRunFolder } from '../../../src/models/weights/run-folder.ts';
import { architectureOf } from '../../../src/models/zoo/architecture.ts';
import { initialWeights } from '../../../src/models/zoo/initial-weights.ts';
import type { Level2Config } from '../../../src/models/zoo/level-2.ts';
import { plainSample } from '../../../src/training/data/augment-sample.ts';
import { batchOf } from '../../../src/training/data/batch-of.ts';
import type { StudyLabels } from '../../../src/training/data/labels/study-labels.ts';
import { logitSamples } from '../../../src/training/data/logit-samples.ts';
import { addingLabels } from '../../../src/training/data/training-entries.ts';
import { checkExperiment } from '../../../src/training/experiment/check-experiment.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import { previewExperiment } from '../../../src/training/preview/preview-experiment.ts';
import { foldSplits } from '../../../src/training/run/fold-splits.ts';
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { filledWeights } from '../../support/filled-weights.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { rejectionOf } from '../../support/thrown-by.ts';
import { labelledStudies, studyId } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, trainOptions } from '../small-experiments.ts';
import { writeRunRecord } from './write-run-record.ts';

const PLACES = CONDITIONS.flatMap((condition) => LEVELS.map((level) => ({ condition, level })));

const normal = (random: Rng): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const PRIOR = [0.6, 0.25, 0.15];
const SIGNAL = 1.5;

/**
 * Studies whose networks see each grade in noise of their own, and know the frequencies of the grades: the best
 * combination adds up what each has seen, and counts the frequencies once.
 */
const study = (random: Rng) => {
  const seen = PLACES.map(() => {
    const drawn = random();
    const grade = drawn < PRIOR[0]! ? 0 : drawn < PRIOR[0]! + PRIOR[1]! ? 1 : 2;
    const observed = () => PRIOR.map((_, severity) => SIGNAL * ((severity === grade ? SIGNAL : 0) + normal(random)));
    return { grade, a: observed(), b: observed() };
  });
  const logits = (of: (one: (typeof seen)[number]) => readonly number[]) =>
    PLACES.map((place, index) => ({
      ...place,
      logits: of(seen[index]!).map((evidence, severity) => evidence + Math.log(PRIOR[severity]!)),
    }));
  const grades = Object.fromEntries(
    PLACES.map(({ condition, level }, index) => [locationOf(condition, level), seen[index]!.grade]),
  ) as Record<Location, number>;
  const own = { a: logits(({ a }) => a), b: logits(({ b }) => b) };
  const best = logits(({ a, b }) => a.map((evidence, severity) => evidence + b[severity]!));
  return { labels: { grades, coordinates: [], logits: own } satisfies StudyLabels, best };
};

const CONFIG: Level2Config = { kind: 'level_2', networks: { a: 'global', b: 'global' }, hidden: 32 };

describe('training of a level-2 network', () => {
  it('beats each network and their mean where they err independently, and comes close to the best', async function () {
    this.timeout(120_000);
    const random = createRng(5);
    const [train, test] = [400, 200].map((count) => Array.from({ length: count }, () => study(random)));
    const targets = { stdPx: 1, classWeights: [1, 1, 1] };
    const batchFrom = (studies: readonly ReturnType<typeof study>[], config: Level2Config, best = false) =>
      batchOf(
        studies.flatMap(({ labels, ...one }) => {
          const logits = best ? { a: one.best } : labels.logits;
          const state = withAdditions(stateOf({ id: '1', series: [] }), addingLabels({ ...labels, logits }));
          return logitSamples(config)
            .samplesOf(state)
            .map((sample) => plainSample(sample, targets));
        }),
      );
    const engineOf = (config: Level2Config) => {
      const network = architectureOf(config);
      const weights = initialWeights(network, { seed: 1 });
      return startOnnxEngine({ network, weights, loss: crossEntropy, optimiser: adamW(), seed: '1', threads: 1 });
    };
    const untrainedLoss = async (config: Level2Config, best = false): Promise<number> => {
      const engine = await engineOf(config); // the mean of its networks
      const { loss } = await engine.evaluate(batchFrom(test!, config, best));
      await engine.close();
      return loss;
    };
    const [a, b] = [
      await untrainedLoss({ ...CONFIG, networks: { a: 'global' } }),
      await untrainedLoss({ ...CONFIG, networks: { b: 'global' } }),
    ];
    const mean = await untrainedLoss(CONFIG);
    const optimum = await untrainedLoss({ ...CONFIG, networks: { a: 'global' } }, true);
    const engine = await engineOf(CONFIG);
    for (let epoch = 0; epoch < 30; epoch++)
      for (let from = 0; from < train!.length; from += 40)
        await engine.step(batchFrom(train!.slice(from, from + 40), CONFIG), { learningRate: 3e-3 });
    const { loss } = await engine.evaluate(batchFrom(test!, CONFIG));
    await engine.close();
    expect(mean).to.be.below(Math.min(a, b));
    expect(loss - optimum).to.be.within(0, (mean - optimum) / 2);
  });
});

const EXPERIMENT = (run: string, more = '') => `name: level_2
model:
  architecture: { kind: level_2, networks: { a: global }, hidden: 4 }
samples:
  logits: { run: ${run} }
folds: { count: 3, seed: 42 }
${more}training: { epochs: 2, batch: 4, learningRate: 0.01, loss: { any-severe: { weight: 1 } } }
`;

describe('a level-2 experiment', () => {
  const folder = temporaryFolder();
  const ids = Array.from({ length: 6 }, (_, index) => studyId(index));
  const FOLDS = { count: 3, seed: 42 };

  /** A run of a network "a" out of fold; the logits are those of a synthetic study. */
  const runOf = async (folds: typeof FOLDS = FOLDS): Promise<string> => {
    const splits = await foldSplits(ids, folds);
    const config = { kind: 'spinal_axial', backbone: 'resnet10_nano', slices: 1, hidden: 2 } as const;
    const weights = filledWeights(architectureOf(config, { resolutionPx: 32 }));
    const model = join(folder(), 'level-1');
    await writeRunFolder(model, {
      config: { name: 'a', architecture: config, input: { slices: 1, resolutionPx: 32 } },
      splits,
      folds: splits.map(({ fold }) => ({ fold, which: 'best', weights })),
    });
    const run = join(folder(), 'run');
    await writeRunRecord(run, { name: 'a', path: model, folds: 'out-of-fold' });
    const random = createRng(3);
    const rows = ids.flatMap((id) =>
      study(random).labels.logits.a.map(
        ({ condition, level, logits }) => `${id}_${locationOf(condition, level)},a,${logits.join(',')}`,
      ),
    );
    await writeFile(join(run, 'logits.csv'), `row_id,network,normal_mild,moderate,severe\n${rows.join('\n')}\n`);
    return run;
  };

  const train = (text: string, existing: 'refuse' | 'resume' = 'refuse') =>
    trainExperiments([experimentOf(text)], {
      ...trainOptions(),
      ...{ data: folder(), out: join(folder(), 'models'), existing },
    });

  it('trains each fold into a run folder that can be opened, and resumes only with the same logits', async function () {
    this.timeout(120_000);
    await labelledStudies(folder(), ids.length);
    const run = await runOf();
    const ends = await train(EXPERIMENT(run));
    expect(ends.map(({ fold, reason }) => `${fold} ${reason}`)).to.eql(['1 epochs', '2 epochs', '3 epochs']);
    const path = join(folder(), 'models', 'level_2');
    const { source, folder: opened } = await openModel({ name: 'l', path, folds: 'out-of-fold', weights: 'best' });
    expect(source.architecture.inputs).to.eql([{ name: 'a', shape: ['n', 5, 15] }]);
    expect(opened.config.input).to.equal(undefined);
    expect(await train(EXPERIMENT(run), 'resume')).to.eql([]);
    const table = join(run, 'logits.csv');
    await writeFile(table, (await readFile(table, 'utf8')).replace(/a,-?\d+\./, 'a,17.'));
    expect((await rejectionOf(train(EXPERIMENT(run), 'resume'))).code).to.equal('RUN_FOLDER_FOREIGN');
  });

  it('refuses folds other than those of the networks before the first step', async function () {
    this.timeout(60_000);
    await labelledStudies(folder(), ids.length);
    const run = await runOf({ count: 3, seed: 7 });
    expect((await rejectionOf(train(EXPERIMENT(run)))).code).to.equal('TRAINING_LOGITS_FOLDS_DIFFER');
  });

  it('has no images to preview', async () => {
    const preview = previewExperiment(experimentOf(EXPERIMENT('run')), { data: folder(), epoch: 0, samples: 2 });
    expect((await rejectionOf(preview)).code).to.equal('PREVIEW_OF_LOGITS');
  });

  it('refuses what a network that sees no images would ignore', () => {
    const refusals = (text: string) => {
      const { experiment, diagnostics } = checkExperiment(text, 'mine.yaml', {});
      expect(experiment).to.equal(undefined);
      return diagnostics.map(({ message }) => message);
    };
    const text = EXPERIMENT('run', 'augmentation: { contrast: { probability: 0.3 }, mixup: { probability: 0.5 } }\n');
    expect(refusals(text)).to.eql([
      'augmentation: "contrast" changes images, and a level-2 network sees logits; remove it',
    ]);
    expect(
      refusals(
        text
          .replace('contrast: { probability: 0.3 }, ', '')
          .replace('model:\n', 'model:\n  resolutionPx: 64\n  pretrained: imagenet\n'),
      ).sort(),
    ).to.eql([
      'model: a level-2 network has no backbone; remove "pretrained"',
      'model: a level-2 network sees no images; remove "resolutionPx"',
    ]);
    expect(refusals(EXPERIMENT('run').replace('logits: { run: run }', 'grades: { rois: { axial: axial } }'))).to.eql([
      'samples: a level-2 network learns from "logits", not "grades"',
    ]);
    expect(refusals(FORAMINAL.replace('grades: { rois: { sagt1: sagt1 } }', 'logits: { run: run }'))).to.eql([
      'samples: a network of the kind "foraminal" learns from "grades", not "logits"',
    ]);
  });
});
