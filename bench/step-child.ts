import { atBatch } from '../src/models/nn/dim.ts';
import { unitFill } from '../src/models/weights/fill.ts';
import type { Architecture } from '../src/models/zoo/architecture.ts';
import { classTargets } from '../src/training/losses/class-targets.ts';
import { crossEntropy } from '../src/training/losses/cross-entropy.ts';
import { meanSquaredError } from '../src/training/losses/mean-squared-error.ts';
import { adamW } from '../src/training/optimisers.ts';
import { startChosenEngine } from '../src/training/start-chosen-engine.ts';
import type { EngineOptions, TrainBatch, TrainEngine } from '../src/training/train-engine.ts';
import { filledWeights } from '../test/support/filled-weights.ts';
import { peakRssBytes } from './peak-rss.ts';
import { architectureFor, type StepCase } from './step-cases.ts';

export interface StepTask extends StepCase {
  readonly steps: number;
}

export interface StepMeasured {
  /** The fastest step, since other processes only add time. */
  readonly msPerStep: number;
  /** CPU time of all threads in the fastest step. */
  readonly cpuMs: number;
  /** The first step, which also writes the graph and creates the session. */
  readonly firstMs: number;
  readonly peakMb: number;
  /** Growth of the process from the first timed step to the last. */
  readonly grownMb: number;
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const lossOf = ({ config }: Architecture) => (config.kind === 'keypoints' ? meanSquaredError : crossEntropy);

const batchFor = (architecture: Architecture, samples: number): TrainBatch => {
  const inputs = architecture.inputs.map(({ name, shape: free }) => {
    const shape = atBatch(free, samples);
    return [name, { shape, data: unitFill(name, count(shape)) }] as const;
  });
  const shape = atBatch(lossOf(architecture).targetShape(architecture.outputs[0]!.shape), samples);
  const labels = Array.from({ length: count(shape) / 3 }, (_, place) => place % 3);
  const isMaps = architecture.config.kind === 'keypoints';
  const data = isMaps ? new Float32Array(count(shape)) : classTargets(labels, [1, 2, 4]);
  return { inputs: Object.fromEntries(inputs), target: { shape, data } };
};

const started = ({ engine, threads }: StepTask, options: EngineOptions): Promise<TrainEngine> => {
  const why = 'it is measured';
  if (engine === 'onnx') return startChosenEngine({ engine, backend: undefined, why }, options, threads);
  return startChosenEngine({ engine: 'tfjs', backend: engine, why }, options);
};

const megabytes = (bytes: number): number => bytes / 2 ** 20;

const measured = async (task: StepTask): Promise<StepMeasured> => {
  const network = architectureFor(task);
  const shared = { network, weights: filledWeights(network), loss: lossOf(network), optimiser: adamW() };
  const engine = await started(task, { ...shared, seed: 'bench' });
  const batch = batchFor(network, task.batch);
  const step = async () => {
    const [cpu, begun] = [process.cpuUsage(), performance.now()];
    await engine.step(batch, { learningRate: 1e-4 });
    const { user, system } = process.cpuUsage(cpu);
    return { wallMs: performance.now() - begun, cpuMs: (user + system) / 1000 };
  };
  const { wallMs: firstMs } = await step();
  let [msPerStep, cpuMs, rssAfterOne] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let index = 0; index < task.steps; index++) {
    const taken = await step();
    msPerStep = Math.min(msPerStep, taken.wallMs);
    cpuMs = Math.min(cpuMs, taken.cpuMs);
    if (index === 0) rssAfterOne = process.memoryUsage().rss;
  }
  const grownMb = megabytes(process.memoryUsage().rss - rssAfterOne);
  await engine.close();
  return { msPerStep, cpuMs, firstMs, peakMb: peakRssBytes() / 1024 / 1024, grownMb };
};

/** Runs the process that measures one row, so that memory and failures are isolated. */
const answer = async (): Promise<StepMeasured | { readonly failed: string }> => {
  try {
    return await measured(JSON.parse(process.argv[2] ?? '{}'));
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
};

// Native threads may still run, but their results do not matter.
process.send?.(await answer(), () => process.exit());
