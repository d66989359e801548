import type { Experiment } from '../src/training/experiment/experiment.ts';
import { loadExperiments } from '../src/training/experiment/load-experiments.ts';
import { crossEntropy } from '../src/training/losses/cross-entropy.ts';
import { meanSquaredError } from '../src/training/losses/mean-squared-error.ts';
import { startOnnxEngine } from '../src/training/onnx-engine.ts';
import { adamW } from '../src/training/optimisers.ts';
import { experimentDataset } from '../src/training/run/experiment-dataset.ts';
import { openData } from '../src/training/run/open-data.ts';
import { startingWeights } from '../src/training/run/starting-weights.ts';
import { withBenchStudies } from './bench-studies.ts';

/** Shipped experiments, with batches that fit a small machine and networks of full size. */
const CASES: readonly (readonly [name: string, batch: number])[] = [
  ['coord-sagt2', 4],
  ['coord-sagt1', 4],
  ['coord-axi', 4],
  ['foraminal-roi', 16],
  ['spinal-roi', 8],
  ['subarticular-roi', 16],
  ['global-roi', 4],
  ['study-roi', 1],
];

/** Timed steps, after one warm-up step. */
const STEPS = 3;

const withBatch = (experiment: Experiment, batch: number): Experiment => ({
  ...experiment,
  frame: { ...experiment.frame, training: { ...experiment.frame.training, batch } },
});

/** Batches of consecutive epochs. */
async function* endless(experiment: Experiment, folder: string) {
  const { labels, studiesOf } = await openData(experiment, { data: folder });
  const source = { studies: studiesOf([...labels.keys()]), labels, signal: new AbortController().signal };
  const data = experimentDataset(experiment, source);
  for (let epoch = 0; ; epoch++) yield* data.training({ epoch });
}

interface Cost {
  readonly samplesPerSecond: number;
  /** Share of the time in which the network waited for a batch. */
  readonly waitShare: number;
}

const measured = async (experiment: Experiment, folder: string): Promise<Cost> => {
  const network = experiment.architecture;
  const { weights } = await startingWeights(network, { seed: 1 });
  const loss = network.config.kind === 'keypoints' ? meanSquaredError : crossEntropy;
  const engine = await startOnnxEngine({ network, weights, loss, optimiser: adamW(), seed: 'bench' });
  const batches = endless(experiment, folder);
  let [samples, waitedMs, totalMs] = [0, 0, 0];
  try {
    for (let step = 0; step <= STEPS; step++) {
      const askedMs = performance.now();
      const { value: batch } = await batches.next();
      const givenMs = performance.now();
      if (batch === undefined) break;
      await engine.step(batch, { learningRate: 1e-4 });
      if (step === 0) continue; // also writes the graph and creates the session
      samples += batch.samples.length;
      waitedMs += givenMs - askedMs;
      totalMs += performance.now() - askedMs;
    }
  } finally {
    await batches.return(undefined);
    await engine.close();
  }
  return { samplesPerSecond: (1000 * samples) / totalMs, waitShare: waitedMs / totalMs };
};

/**
 * Measures real training: DICOM files are read, prepared and augmented in parallel with the network's steps, from the
 * shipped experiment files.
 */
export const trainBench = (report: (line: string) => void): Promise<void> =>
  withBenchStudies(async (folder, what) => {
    report(`steps of training with data from ${what}, ONNX Runtime, all cores`);
    report(
      `${'experiment'.padEnd(24)}${'batch'.padStart(6)}${'samples/s'.padStart(11)}${'waiting for data'.padStart(18)}`,
    );
    for (const [name, batch] of CASES) {
      const [experiment] = (await loadExperiments(name, {})).experiments;
      if (experiment === undefined) continue;
      const { samplesPerSecond, waitShare } = await measured(withBatch(experiment, batch), folder);
      report(
        `${experiment.name.padEnd(24)}${String(batch).padStart(6)}${samplesPerSecond.toFixed(2).padStart(11)}${`${(100 * waitShare).toFixed(1)} %`.padStart(18)}`,
      );
    }
  });
