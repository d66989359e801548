import { parseArgs } from 'node:util';
import { createRng } from '../src/domain/seeded-rng.ts';
import { unitFill } from '../src/models/weights/fill.ts';
import { type ArchitectureConfig, architectureOf } from '../src/models/zoo/architecture.ts';
import { cutmix } from '../src/training/augmentations/cutmix.ts';
import type { BatchChange } from '../src/training/augmentations/define-augmentation.ts';
import { mixup } from '../src/training/augmentations/mixup.ts';
import type { ReadySample } from '../src/training/data/augment-sample.ts';
import { batchOf } from '../src/training/data/batch-of.ts';
import { classTargets } from '../src/training/losses/class-targets.ts';
import { crossEntropy } from '../src/training/losses/cross-entropy.ts';
import { startOnnxEngine } from '../src/training/onnx-engine.ts';
import { adamW } from '../src/training/optimisers.ts';
import { filledWeights } from '../test/support/filled-weights.ts';

const BATCH = 16;
const SLICES = 5;
const MIXING = { mixup, cutmix } as const;

const CASES: readonly { readonly config: ArchitectureConfig; readonly resolutionPx: number }[] = [
  { config: { kind: 'foraminal', backbone: 'resnet10_nano', hidden: 64 }, resolutionPx: 64 },
  { config: { kind: 'foraminal', backbone: 'resnet18' }, resolutionPx: 128 },
];

const samplesOf = (resolutionPx: number): readonly ReadySample[] =>
  Array.from({ length: BATCH }, (_, index) => {
    const shape = [SLICES, resolutionPx, resolutionPx];
    const pixels = unitFill(`sample ${index}`, SLICES * resolutionPx ** 2);
    const grades = [index % 3];
    return {
      sample: {
        studyId: String(index),
        site: {},
        inputs: [{ name: 'sagt1', source: 'sagt1', shape, pixels }],
        answer: { kind: 'grades', grades },
      },
      inputs: [{ name: 'sagt1', shape, data: pixels }],
      target: { shape: [1, 3], data: classTargets(grades, [1, 2, 4]) },
    };
  });

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** Median with the interval of medians of resamples. */
const withInterval = (values: readonly number[]): string => {
  const rng = createRng(42);
  const medians = Array.from({ length: 1000 }, () =>
    median(values.map(() => values[Math.floor(rng() * values.length)]!)),
  ).sort((a, b) => a - b);
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  return `${percent(median(values))} (${percent(medians[25]!)} to ${percent(medians[974]!)})`;
};

const timed = async (work: () => Promise<unknown>): Promise<{ wallMs: number; cpuMs: number }> => {
  const [from, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { wallMs: performance.now() - from, cpuMs: (user + system) / 1000 };
};

/**
 * Measures what mixing costs a training step: batches are made and trained on with and without it, in turn, in one
 * process, so that the load of the machine cancels. Processor time counts all threads. `--pairs=40`
 */
export const mixingBench = async (report: (line: string) => void, flags: readonly string[]): Promise<void> => {
  const { values } = parseArgs({
    args: [...flags],
    options: { pairs: { type: 'string', default: '40' } },
    strict: true,
  });
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 2) throw new Error(`--pairs: ${values.pairs} is no whole number from 2`);
  report(`batches of ${BATCH}, every one mixed, ${pairs} pairs of steps; cost as a median of ratios, 95% intervals`);
  for (const { config, resolutionPx } of CASES) {
    const network = architectureOf(config, { resolutionPx });
    const weights = filledWeights(network);
    const engine = await startOnnxEngine({
      network,
      weights,
      loss: crossEntropy,
      optimiser: adamW(),
      seed: 'b',
      threads: 1,
    });
    const samples = samplesOf(resolutionPx);
    const step = (change: BatchChange) => engine.step(batchOf(change(samples)), { learningRate: 1e-5 });
    const same: BatchChange = (given) => given;
    try {
      await step(same); // also writes the graph and creates the session
      for (const [name, info] of Object.entries(MIXING)) {
        const rng = createRng(1);
        const ratios: { cpu: number[]; wall: number[]; mixing: number[] } = { cpu: [], wall: [], mixing: [] };
        for (let pair = 0; pair < pairs; pair++) {
          const change = info.draw(rng, { probability: 1, alpha: 1 })!; // always drawn at probability 1
          const mixedFirst = pair % 2 === 0;
          const first = await timed(() => step(mixedFirst ? change : same));
          const second = await timed(() => step(mixedFirst ? same : change));
          const [mixed, plain] = mixedFirst ? [first, second] : [second, first];
          const alone = await timed(async () => change(samples));
          ratios.cpu.push(mixed.cpuMs / plain.cpuMs - 1);
          ratios.wall.push(mixed.wallMs / plain.wallMs - 1);
          ratios.mixing.push(alone.cpuMs / plain.cpuMs);
        }
        report(
          `${network.name} ${resolutionPx} px, ${name}: processor time ${withInterval(ratios.cpu)}, wall time ${withInterval(ratios.wall)}; the mixing alone ${withInterval(ratios.mixing)} of a step`,
        );
      }
    } finally {
      await engine.close();
    }
  }
};
