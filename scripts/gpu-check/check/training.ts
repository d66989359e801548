import { elementCount } from '../../../src/domain/image.ts';
import { prepareNvidia } from '../../../src/models/runtime/nvidia-environment.ts';
import type { Architecture } from '../../../src/models/zoo/architecture.ts';
import { classTargets } from '../../../src/training/losses/class-targets.ts';
import { crossEntropy } from '../../../src/training/losses/cross-entropy.ts';
import { meanSquaredError } from '../../../src/training/losses/mean-squared-error.ts';
import { adamW } from '../../../src/training/optimisers.ts';
import { startChosenEngine } from '../../../src/training/start-chosen-engine.ts';
import type { EngineOptions, TrainBatch, TrainEngine } from '../../../src/training/train-engine.ts';
import { filledWeights } from '../../../test/support/filled-weights.ts';
import { inputsOf, networkOf } from './compute.ts';
import type { TrainingDevice, TrainMeasured, TrainTask } from './tasks.ts';

const LEARNING_RATE = 1e-4;
const CLASSES = 3;
const CLASS_WEIGHTS = [1, 2, 4];

const lossOf = ({ config }: Architecture) => (config.kind === 'keypoints' ? meanSquaredError : crossEntropy);

const batchOf = (network: Architecture, samples: number): TrainBatch => {
  const shape = lossOf(network)
    .targetShape(network.outputs[0]!.shape)
    .map((size) => (typeof size === 'number' ? size : samples));
  const length = elementCount(shape);
  const labels = Array.from({ length: length / CLASSES }, (_, place) => place % CLASSES);
  const data =
    network.config.kind === 'keypoints' ? new Float32Array(length).fill(0.1) : classTargets(labels, CLASS_WEIGHTS);
  return { inputs: inputsOf(network, samples), target: { shape, data } };
};

const started = (device: TrainingDevice, options: EngineOptions): Promise<TrainEngine> => {
  const why = 'it is checked';
  return device === 'tfjs'
    ? startChosenEngine({ engine: 'tfjs', backend: 'webgpu', why }, options)
    : startChosenEngine({ engine: 'onnx', backend: undefined, provider: device, why }, options);
};

/** Losses of the first steps on one batch. */
export const train = async ({ network: which, device, batch: samples, steps }: TrainTask): Promise<TrainMeasured> => {
  prepareNvidia();
  const network = networkOf(which);
  const shared = { network, weights: filledWeights(network), loss: lossOf(network), optimiser: adamW() };
  const engine = await started(device, { ...shared, seed: 'gpu-check' });
  const batch = batchOf(network, samples);
  const losses: number[] = [];
  let best = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const begun = performance.now();
    const { loss } = await engine.step(batch, { learningRate: LEARNING_RATE });
    losses.push(loss);
    if (step > 0) best = Math.min(best, performance.now() - begun);
  }
  await engine.close();
  return { losses, samplesPerSecond: (1000 * samples) / best };
};
