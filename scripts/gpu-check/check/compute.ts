import { elementCount, type Tensor } from '../../../src/domain/image.ts';
import { atBatch } from '../../../src/models/nn/dim.ts';
import { prepareNvidia } from '../../../src/models/runtime/nvidia-environment.ts';
import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import { startOnnxRuntime } from '../../../src/models/runtime/onnx/onnx-runtime.ts';
import type { Predictor, Runtime } from '../../../src/models/runtime/runtime.ts';
import { unitFill } from '../../../src/models/weights/fill.ts';
import { type Architecture, architectureOf } from '../../../src/models/zoo/architecture.ts';
import { filledWeights } from '../../../test/support/filled-weights.ts';
import type { NetworkCase } from './networks.ts';
import type { ForwardMeasured, ForwardTask, RateMeasured, RateTask } from './tasks.ts';

const SAMPLE = 32;

const runtimes = new Map<Provider, Promise<Runtime>>();

const runtimeOn = (provider: Provider): Promise<Runtime> => {
  const started = runtimes.get(provider) ?? startOnnxRuntime({ provider });
  runtimes.set(provider, started);
  return started;
};

export const closeRuntimes = async (): Promise<void> => {
  for (const runtime of runtimes.values()) await (await runtime).close();
  runtimes.clear();
};

export const networkOf = ({ config, resolutionPx }: NetworkCase): Architecture =>
  architectureOf(config, { resolutionPx });

export const inputsOf = ({ inputs }: Architecture, samples: number): Readonly<Record<string, Tensor>> =>
  Object.fromEntries(
    inputs.map(({ name, shape: free }) => {
      const shape = atBatch(free, samples);
      return [name, { shape, data: unitFill(name, elementCount(shape)) }];
    }),
  );

const withPredictor = async <R>(
  network: Architecture,
  provider: Provider,
  work: (predictor: Predictor) => Promise<R>,
): Promise<R> => {
  prepareNvidia();
  const runtime = await runtimeOn(provider);
  const predictor = await runtime.load({ name: network.name, architecture: network, weights: filledWeights(network) });
  try {
    return await work(predictor);
  } finally {
    await predictor.release();
  }
};

interface Output {
  readonly data: Float32Array;
  readonly firstMs: number;
  readonly ms: number;
}

const outputOf = (network: Architecture, provider: Provider): Promise<Output> =>
  withPredictor(network, provider, async (predictor) => {
    const inputs = inputsOf(network, 1);
    const timed = async () => {
      const begun = performance.now();
      const { [network.outputNames[0]!]: output } = await predictor.predict(inputs);
      return { data: output!.data, ms: performance.now() - begun };
    };
    const { ms: firstMs } = await timed();
    return { ...(await timed()), firstMs };
  });

const largestOf = (values: Float32Array): number =>
  values.reduce((most, value) => (Number.isNaN(value) ? Number.NaN : Math.max(most, Math.abs(value))), 0);

const sampleOf = (values: Float32Array): readonly number[] => {
  const step = Math.max(1, Math.floor(values.length / SAMPLE));
  return [...values.filter((_, index) => index % step === 0)].slice(0, SAMPLE);
};

export const forward = async ({ network: which, provider = 'cpu' }: ForwardTask): Promise<ForwardMeasured> => {
  const network = networkOf(which);
  const cpu = await outputOf(network, 'cpu');
  const device = provider === 'cpu' ? cpu : await outputOf(network, provider);
  const largest = largestOf(cpu.data);
  const difference = largestOf(device.data.map((value, index) => value - cpu.data[index]!)) / largest;
  const times = { cpuMs: cpu.ms, deviceMs: device.ms, firstMs: device.firstMs };
  return { cpuSample: sampleOf(cpu.data), largest, difference, ...times };
};

/** The fastest of several runs, without the first, which compiles and allocates. */
export const rate = ({ network: which, provider, batch, maxMs }: RateTask): Promise<RateMeasured> => {
  const network = networkOf(which);
  return withPredictor(network, provider, async (predictor) => {
    const inputs = inputsOf(network, batch);
    await predictor.predict(inputs);
    const begun = performance.now();
    let [best, runs] = [Number.POSITIVE_INFINITY, 0];
    while (runs === 0 || performance.now() - begun < maxMs) {
      const started = performance.now();
      await predictor.predict(inputs);
      best = Math.min(best, performance.now() - started);
      runs++;
    }
    return { samplesPerSecond: (1000 * batch) / best, runs };
  });
};
