import { monitorEventLoopDelay } from 'node:perf_hooks';
import { atBatch } from '../src/models/nn/dim.ts';
import { summaryOf } from '../src/models/nn/shapes.ts';
import { startOnnxRuntime } from '../src/models/runtime/onnx/onnx-runtime.ts';
import type { Predictor, Runtime } from '../src/models/runtime/runtime.ts';
import { unitFill } from '../src/models/weights/fill.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../src/models/zoo/architecture.ts';
import { filledWeights } from '../test/support/filled-weights.ts';

const ROUNDS = 7;

/** The networks of the method with the batch sizes that a study needs. */
export const NETWORKS: readonly { config: ArchitectureConfig; resolutionPx: number; n: number }[] = [
  { config: { kind: 'keypoints', inChannels: 5, outChannels: 5, encoder: 'resnet34' }, resolutionPx: 512, n: 1 },
  { config: { kind: 'spinal', backbone: 'resnet18' }, resolutionPx: 128, n: 5 },
  { config: { kind: 'foraminal', backbone: 'resnet18' }, resolutionPx: 128, n: 10 },
  { config: { kind: 'global', backbone: 'resnet18' }, resolutionPx: 128, n: 5 },
  { config: { kind: 'foraminal', backbone: 'convnext_nano' }, resolutionPx: 224, n: 1 },
  { config: { kind: 'foraminal', backbone: 'swin_tiny_patch4_window7_224' }, resolutionPx: 224, n: 1 },
  { config: { kind: 'study', backbone: 'resnet18' }, resolutionPx: 128, n: 1 },
];

const inputsFor = ({ inputs }: Architecture, n: number) =>
  Object.fromEntries(
    inputs.map(({ name, shape: free }) => {
      const shape = atBatch(free, n);
      return [name, { shape, data: unitFill(name, shape.reduce((a, b) => a * b, 1)) }]; // biome-ignore format: one line
    }),
  );

interface Cost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Maximum delay of the calling thread's timers while it waited. */
  readonly delayMs: number;
}

/** The fastest of several rounds, since other processes only add time. CPU time is that of the whole process. */
const quickest = async (predictor: Predictor, inputs: ReturnType<typeof inputsFor>): Promise<Cost> => {
  await predictor.predict(inputs);
  const delay = monitorEventLoopDelay({ resolution: 5 }); // includes the time in which it was off if reused
  delay.enable();
  let [bestWallMs, bestCpuMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const started = performance.now();
    await predictor.predict(inputs);
    const wallMs = performance.now() - started;
    const { user, system } = process.cpuUsage(before);
    [bestWallMs, bestCpuMs] = [Math.min(bestWallMs, wallMs), Math.min(bestCpuMs, (user + system) / 1000)];
  }
  delay.disable();
  return { wallMs: bestWallMs, cpuMs: bestCpuMs, delayMs: delay.max / 1e6 };
};

const measured = async (runtime: Runtime, architecture: Architecture, n: number): Promise<Cost> => {
  const weights = filledWeights(architecture);
  const predictor = await runtime.load({ name: architecture.name, architecture, weights });
  const cost = await quickest(predictor, inputsFor(architecture, n));
  await predictor.release();
  return cost;
};

const row = (...cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(42) : String(cell).padStart(9))).join(' ');

/**
 * Measures the forward time of every network with one and two threads, the cost of building a graph compared with
 * creating its session, and how long the calling thread is blocked meanwhile.
 */
export const modelsBench = async (report: (line: string) => void): Promise<void> => {
  report(row('network', 'batch', 'GMAC', '1 thr ms', '2 thr ms', 'cpu ms', 'GMAC/s', 'graph ms', 'sess. ms'));
  const runtimes = [await startOnnxRuntime({ threads: 1 }), await startOnnxRuntime({ threads: 2 })] as const;
  let delayMs = 0;
  try {
    for (const { config, resolutionPx, n } of NETWORKS) {
      const architecture = architectureOf(config, { resolutionPx });
      const giga = (summaryOf(architecture).multiplyAdds * n) / 1e9;
      const one = await measured(runtimes[0], architecture, n);
      const two = await measured(runtimes[1], architecture, n);
      delayMs = Math.max(delayMs, two.delayMs);
      const { graphMs, sessionMs } = runtimes[1].stats().models[architecture.name]!;
      const times = [one.wallMs, two.wallMs, two.cpuMs, (giga / two.wallMs) * 1000, graphMs, sessionMs];
      report(row(architecture.name, n, giga.toFixed(1), ...times.map((value) => value.toFixed(0))));
    }
    report(`longest delay of the calling thread during predictions: ${delayMs.toFixed(0)} ms`);
  } finally {
    await Promise.all(runtimes.map((runtime) => runtime.close()));
  }
};
