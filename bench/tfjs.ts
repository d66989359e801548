import type { Tensor } from '../src/domain/image.ts';
import { elementCount } from '../src/domain/image.ts';
import { atBatch } from '../src/models/nn/dim.ts';
import { summaryOf } from '../src/models/nn/shapes.ts';
import type { Predictor } from '../src/models/runtime/runtime.ts';
import { backendFault } from '../src/models/runtime/tfjs/backend-fault.ts';
import { PREFERRED_BACKENDS } from '../src/models/runtime/tfjs/backends.ts';
import { startTfjsRuntime } from '../src/models/runtime/tfjs/tfjs-runtime.ts';
import { unitFill } from '../src/models/weights/fill.ts';
import { type Architecture, architectureOf } from '../src/models/zoo/architecture.ts';
import { filledWeights } from '../test/support/filled-weights.ts';
import { NETWORKS } from './models.ts';

type Report = (line: string) => void;

const ROUNDS = 3;

const inputsFor = ({ inputs }: Architecture, n: number): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    inputs.map(({ name, shape: free }) => {
      const shape = atBatch(free, n);
      return [name, { shape, data: unitFill(name, elementCount(shape)) }];
    }),
  );

/** The fastest of several rounds after a warm-up, since other processes only add time. */
const quickestMs = async (work: () => Promise<void>): Promise<number> => {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await work();
    best = Math.min(best, performance.now() - started);
  }
  return best;
};

const giga = (architecture: Architecture, n: number): number => (summaryOf(architecture).multiplyAdds * n) / 1e9;

const row = (what: string, backend: string, work: number, ms: number): string =>
  `${what.padEnd(52)} ${backend.padEnd(14)} ${work.toFixed(1).padStart(8)} ${ms.toFixed(0).padStart(8)} ${((work / ms) * 1000).toFixed(1).padStart(8)}`;

const forwardOf = async (predictor: Predictor, architecture: Architecture, n: number): Promise<number> => {
  const inputs = inputsFor(architecture, n);
  return quickestMs(async () => {
    await predictor.predict(inputs);
  });
};

/**
 * Measures the forward time of the networks on every backend of TensorFlow.js that starts here, or prints why one does
 * not. For one thread, prefix the command with `taskset -c 0`.
 */
export const tfjsBench = async (report: Report): Promise<void> => {
  report(`${''.padEnd(52)} ${'backend'.padEnd(14)} ${'GMAC'.padStart(8)} ${'ms'.padStart(8)} ${'GMAC/s'.padStart(8)}`);
  for (const backend of PREFERRED_BACKENDS) {
    const fault = await backendFault(backend);
    if (fault !== undefined) {
      report(`${backend}: ${fault}`);
      continue;
    }
    const runtime = await startTfjsRuntime({ backend });
    for (const { config, resolutionPx, n } of NETWORKS) {
      const architecture = architectureOf(config, { resolutionPx });
      const weights = filledWeights(architecture);
      const predictor = await runtime.load({ name: architecture.name, architecture, weights });
      const ms = await forwardOf(predictor, architecture, n);
      report(row(`${architecture.name}, ${n} at ${resolutionPx}`, backend, giga(architecture, n), ms));
      await predictor.release();
    }
    await runtime.close();
  }
};
