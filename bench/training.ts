import { atBatch } from '../src/models/nn/dim.ts';
import { summaryOf } from '../src/models/nn/shapes.ts';
import { unitFill } from '../src/models/weights/fill.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../src/models/zoo/architecture.ts';
import { filledWeights } from '../src/models/zoo/filled-weights.ts';
import { classTargets, crossEntropy, meanSquaredError } from '../src/training/losses.ts';
import { startOnnxEngine } from '../src/training/onnx-engine.ts';
import { adamW } from '../src/training/optimisers.ts';
import type { TrainBatch } from '../src/training/train-engine.ts';

/** Steps that are timed, after one that is not. */
const STEPS = 3;
/** A pass back costs two passes forward; a multiplication and an addition are two operations. */
const OPERATIONS_PER_MULTIPLY_ADD = 2 * 3;

const keypoints = (inChannels: number): ArchitectureConfig => ({
  kind: 'keypoints',
  encoder: 'resnet34',
  inChannels,
  outChannels: 5,
});

const CASES: readonly { config: ArchitectureConfig; resolutionPx: number; batches: readonly number[] }[] = [
  { config: { kind: 'foraminal', backbone: 'resnet18' }, resolutionPx: 128, batches: [4, 16] },
  { config: keypoints(5), resolutionPx: 128, batches: [4] },
  { config: keypoints(3), resolutionPx: 256, batches: [4] },
  { config: keypoints(5), resolutionPx: 256, batches: [4] },
  { config: keypoints(5), resolutionPx: 512, batches: [4] },
  { config: { kind: 'foraminal', backbone: 'convnext_nano' }, resolutionPx: 224, batches: [2] },
  { config: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, resolutionPx: 224, batches: [2] },
  { config: { kind: 'global', backbone: 'resnet18' }, resolutionPx: 128, batches: [4] },
];

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const lossOf = ({ config }: Architecture) => (config.kind === 'keypoints' ? meanSquaredError : crossEntropy);

const batchFor = (architecture: Architecture, samples: number): TrainBatch => {
  const inputs = architecture.inputs.map(({ name, shape: free }) => {
    const shape = atBatch(free, samples);
    return [name, { shape, data: unitFill(name, count(shape)) }] as const;
  });
  const shape = atBatch(lossOf(architecture).targetShape(architecture.outputs[0]!.shape), samples);
  const labels = Array.from({ length: count(shape) / 3 }, (_, place) => place % 3);
  const data =
    architecture.config.kind === 'keypoints' ? new Float32Array(count(shape)) : classTargets(labels, [1, 2, 4]);
  return { inputs: Object.fromEntries(inputs), target: { shape, data } };
};

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** The first step: it also writes the graph and makes the session. */
  readonly firstMs: number;
  readonly rssMb: number;
}

/** The quickest of some steps: others on the machine only add to it. */
const measured = async (network: Architecture, samples: number, threads: number): Promise<Cost> => {
  const shared = { network, weights: filledWeights(network), loss: lossOf(network), optimiser: adamW() };
  const engine = await startOnnxEngine({ ...shared, seed: 'bench', threads });
  const batch = batchFor(network, samples);
  try {
    const begun = performance.now();
    await engine.step(batch, { learningRate: 1e-3 });
    const firstMs = performance.now() - begun;
    let best = { wallMs: Number.POSITIVE_INFINITY, cpuMs: Number.POSITIVE_INFINITY };
    for (let step = 0; step < STEPS; step++) {
      const before = process.cpuUsage();
      const started = performance.now();
      await engine.step(batch, { learningRate: 1e-3 });
      const wallMs = performance.now() - started;
      const { user, system } = process.cpuUsage(before);
      best = { wallMs: Math.min(best.wallMs, wallMs), cpuMs: Math.min(best.cpuMs, (user + system) / 1000) };
    }
    return { ...best, firstMs, rssMb: process.memoryUsage().rss / 2 ** 20 };
  } finally {
    await engine.close();
  }
};

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(44) : String(cell).padStart(10))).join(' ');

/** What a step of training costs on ONNX Runtime: forward, loss, backward, clipping and AdamW. */
export const trainingBench = async (report: (line: string) => void): Promise<void> => {
  report(row('network', 'batch', 'threads', 'ms/step', 'samples/s', 'cpu ms', 'GFLOP/s', 'first ms', 'rss MiB'));
  for (const { config, resolutionPx, batches } of CASES) {
    const network = architectureOf(config, { resolutionPx });
    const operations = summaryOf(network).multiplyAdds * OPERATIONS_PER_MULTIPLY_ADD;
    for (const samples of batches)
      for (const threads of [1, 2]) {
        const { wallMs, cpuMs, firstMs, rssMb } = await measured(network, samples, threads);
        const rates = [(samples / wallMs) * 1000, cpuMs, (operations * samples) / wallMs / 1e6];
        const [perSecond, cpu, speed] = rates.map((value) => value.toFixed(1));
        const title = `${network.name}, ${resolutionPx} px`;
        report(
          row(
            title,
            samples,
            threads,
            wallMs.toFixed(0),
            perSecond!,
            cpu!,
            speed!,
            firstMs.toFixed(0),
            rssMb.toFixed(0),
          ),
        );
      }
  }
};
