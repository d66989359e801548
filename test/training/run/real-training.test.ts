import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Freed } from '../../../src/models/runtime/worker-client.ts';
import { readRunFolder } from '../../../src/models/weights/run-folder.ts';
import { readSafetensors } from '../../../src/models/weights/safetensors/safetensors.ts';
import { initialWeights } from '../../../src/models/zoo/initial-weights.ts';
import type { Experiment } from '../../../src/training/experiment/experiment.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import type { EpochRecord, StepDone } from '../../../src/training/run/callbacks/events.ts';
import { experimentDataset } from '../../../src/training/run/experiment-dataset.ts';
import { openData } from '../../../src/training/run/open-data.ts';
import { type TrainOptions, trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { startTfjsEngine } from '../../../src/training/tfjs-engine.ts';
import { maxAbsDiff } from '../../support/goldens.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { labelledStudies } from '../labelled-studies.ts';
import { experimentOf, FORAMINAL, KEYPOINTS, trainOptions, withLine } from '../small-experiments.ts';
import { withTinyFinder, withTinyGrader } from '../tiny-networks.ts';

describe('training with ONNX Runtime', () => {
  const folder = temporaryFolder();
  beforeEach(() => labelledStudies(folder(), 6));

  const train = async (experiment: Experiment, out: string, changed: Partial<TrainOptions> = {}) => {
    const steps: StepDone[] = [];
    const epochs: EpochRecord[] = [];
    await trainExperiments([experiment], {
      ...trainOptions(),
      ...{ data: folder(), out: join(folder(), out), fold: 1 },
      callbacks: [{ onStep: (done) => void steps.push(done), onEpoch: (record) => void epochs.push(record) }],
      ...changed,
    });
    return { steps, epochs };
  };

  it('has the losses of the engine that is fed the same batches by hand', async () => {
    const experiment = withTinyGrader(experimentOf(FORAMINAL));
    const { steps } = await train(experiment, 'models');
    const { labels, splits, studiesOf } = await openData(experiment, { data: folder() });
    const source = { studies: studiesOf(splits[0]!.train), labels, signal: new AbortController().signal };
    const network = experiment.architecture;
    const weights = initialWeights(network, { seed: '42/1' });
    const optimiser = adamW();
    const engine = await startOnnxEngine({ network, weights, loss: crossEntropy, optimiser, seed: '42/1', threads: 1 });
    const losses: number[] = [];
    for (const epoch of [0, 1])
      for await (const batch of experimentDataset(experiment, source).training({ epoch }))
        losses.push((await engine.step(batch, { learningRate: 0.002 })).loss);
    await engine.close();
    expect(losses).to.have.length(10);
    expect(steps.map(({ result }) => result.loss)).to.eql(losses);
  });

  it('ends with the same weights, bit for bit, after it was stopped within an epoch and continued', async () => {
    const text = withLine(FORAMINAL, '  batch: 8', '  batch: 8\n  averageDecay: 0.9\n  clipNorm: 1');
    const experiment = withTinyGrader(experimentOf(text));
    await train(experiment, 'straight');
    const stopping = new AbortController();
    const stopAt = { onStep: ({ step }: StepDone) => (step === 7 ? stopping.abort() : undefined) };
    await train(experiment, 'broken', { stop: stopping.signal, callbacks: [stopAt] });
    await train(experiment, 'broken', { existing: 'resume' });
    for (const file of ['fold1-best', 'fold1-last', 'fold1-checkpoint']) {
      const [a, b] = await Promise.all(
        ['straight', 'broken'].map((out) => readSafetensors(join(folder(), out, 'foraminal', `${file}.safetensors`))),
      );
      expect(b!.weights, file).to.eql(a!.weights);
    }
  });

  it('goes on with another engine where one was stopped, and says what computed each epoch', async () => {
    const experiment = withTinyGrader(experimentOf(FORAMINAL));
    await train(experiment, 'straight');
    await train(experiment, 'changed', { epochs: 1 });
    const startEngine: TrainOptions['startEngine'] = (options) => startTfjsEngine({ ...options, backend: 'wasm' });
    const { epochs } = await train(experiment, 'changed', { existing: 'resume', startEngine });
    expect(epochs.map(({ epoch, engine }) => [epoch, engine])).to.eql([[2, 'TensorFlow.js (wasm)']]);
    const [a, b] = await Promise.all(
      ['straight', 'changed'].map((out) => readSafetensors(join(folder(), out, 'foraminal', 'fold1-last.safetensors'))),
    );
    expect(b!.metadata.engine).to.equal('TensorFlow.js (wasm)');
    expect([...b!.weights.keys()]).to.eql([...a!.weights.keys()]);
    // A norm takes away what a bias before it adds: its gradient is nothing but rounding, which Adam makes as large as the others.
    const compared = [...a!.weights].filter(([name]) => !/^conv\d\.bias$|running_mean$/.test(name));
    for (const [name, { data }] of compared)
      expect(maxAbsDiff(Array.from(data, Number), Array.from(b!.weights.get(name)!.data, Number)), name).to.be.below(
        1e-3,
      );
    const lines = (await readFile(join(folder(), 'changed', 'foraminal', 'history.jsonl'), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).engine)).to.eql(['ONNX Runtime', 'TensorFlow.js (wasm)']);
  });

  const ENGINES: readonly (readonly [name: string, start: TrainOptions['startEngine']])[] = [
    ['ONNX Runtime', (options) => startOnnxEngine({ ...options, threads: 1 })],
    ['TensorFlow.js', (options) => startTfjsEngine({ ...options, backend: 'wasm' })],
  ];
  for (const [name, start] of ENGINES)
    it(`leaves nothing of ${name} behind: at its end, stopped within an epoch, or failed`, async () => {
      const experiment = withTinyGrader(experimentOf(FORAMINAL));
      const ends: (Freed | undefined)[] = [];
      const startEngine: TrainOptions['startEngine'] = async (options, request) => {
        const engine = await start(options, request);
        const close = async () => {
          const freed = await engine.close();
          ends.push(freed);
          return freed;
        };
        return { ...engine, close };
      };
      const stopping = new AbortController();
      const stop = { onStep: () => stopping.abort() };
      const fail = {
        onStep: () => {
          throw new Error('the callback fell over');
        },
      };
      await train(experiment, 'whole', { startEngine });
      await train(experiment, 'stopped', { startEngine, stop: stopping.signal, callbacks: [stop] });
      await train(experiment, 'failed', { startEngine, callbacks: [fail] }).catch(() => undefined);
      expect(ends.map((freed) => freed?.left)).to.eql([0, 0, 0]);
      for (const freed of ends) expect(freed?.held).to.be.above(0);
    });

  it('learns to grade: a loss below 0.3 within 20 epochs of 5 steps', async () => {
    const easy = FORAMINAL.replace('epochs: 2', 'epochs: 20')
      .replace('learningRate: 0.002', 'learningRate: 0.02')
      .replace('folds:', 'augmentation: { filterProbability: 0, maxAngleDeg: 5 }\nfolds:');
    const { steps, epochs } = await train(withTinyGrader(experimentOf(easy)), 'models');
    expect(steps).to.have.length(100);
    expect(epochs[0]!.trainLoss).to.be.above(0.8);
    expect(epochs.at(-1)!.trainLoss).to.be.below(0.3);
    expect((await readRunFolder(join(folder(), 'models', 'foraminal'))).folds).to.eql([
      { fold: 1, best: true, last: true },
    ]);
  });

  it('learns to find keypoints: a loss below 0.6 of that of blank maps within 80 epochs of 2 steps', async () => {
    const easy = KEYPOINTS.replace('epochs: 2', 'epochs: 80')
      .replace('learningRate: 0.001', 'learningRate: 0.01')
      .replace('augmentation: { shuffleProbability: 0.5 }', 'augmentation: { filterProbability: 0, maxAngleDeg: 5 }');
    const { epochs } = await train(withTinyFinder(experimentOf(easy)), 'models');
    const lines = (await readFile(join(folder(), 'models', 'keypoints', 'history.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).to.have.length(80);
    // a Gaussian of 2 pixels on 32 x 32: sum of squares is pi * 4, so blank maps have 12.6 / 1024
    expect(epochs.at(-1)!.trainLoss).to.be.below((0.6 * (Math.PI * 4)) / 1024);
  });
});
