import { InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { elementCount } from '../../../../domain/image.ts';
import type { Network } from '../../../nn/network.ts';
import { encodeModel } from '../../../nn/onnx/encode-model.ts';
import { onnxGraphOf } from '../../../nn/onnx/graph-of.ts';
import { parametersOf } from '../../../nn/shapes.ts';
import { parameterFill, unitFill } from '../../../weights/fill.ts';
import { firstLineOf } from '../../first-line.ts';
import { tf32Allowed } from '../../nvidia-environment.ts';
import { sessionOptions } from '../session-options.ts';
import { PROVIDERS, type Provider } from './devices.ts';
import { PROBE_NETWORK, SPEED_NETWORK } from './probe-networks.ts';
import type { ProbeReport } from './try-provider.ts';

/** Entry point of the process that `tryProvider` starts: computes small networks on a provider and on the CPU, and reports the result. */
const [, , asked, threads = '1', measure] = process.argv;

const RELATIVE_TOLERANCE = 1e-4;
/** Tolerance: TF32 keeps 10 bits of a product's factors. */
const TF32_TOLERANCE = 1e-2;
const TIMED_RUNS = 3;

const feedsOf = ({ inputs }: Network): Record<string, Tensor> =>
  Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const sizes = shape.map((size) => (size === 'n' ? 1 : size));
      return [name, new Tensor('float32', unitFill(name, elementCount(sizes)), sizes)];
    }),
  );

const modelOf = (network: Network): Uint8Array => {
  const filled = parametersOf(network).map(
    ({ name, shape }) => [name, { dtype: 'float32', shape, data: parameterFill(name, shape) }] as const,
  );
  return encodeModel(onnxGraphOf(network), new Map(filled));
};

interface Run {
  readonly output: Float32Array;
  /** Fastest of several runs, without the first, which compiles and allocates. */
  readonly ms: number;
}

const run = async (network: Network, provider: Provider, times: number): Promise<Run> => {
  const session = await InferenceSession.create(modelOf(network), sessionOptions(Number(threads), { provider }));
  try {
    let ms = Number.POSITIVE_INFINITY;
    let output = new Float32Array(0);
    for (let time = 0; time <= times; time++) {
      const started = performance.now();
      const results = await session.run(feedsOf(network));
      if (time > 0) ms = Math.min(ms, performance.now() - started);
      const { data } = results[network.outputNames[0]!]!;
      if (!(data instanceof Float32Array)) throw new Error('it computes other types than float32');
      output = Float32Array.from(data);
    }
    return { output, ms };
  } finally {
    await session.release();
  }
};

const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest error as a share of the largest value; NaN if any value is NaN. */
const difference = (found: Float32Array, right: Float32Array): number =>
  largest(found.map((value, index) => value - right[index]!)) / largest(right);

const checked = async (provider: Provider): Promise<ProbeReport> => {
  const listed = listSupportedBackends().map(({ name }) => name);
  if (!listed.includes(provider))
    return { fault: `this onnxruntime-node does not have it (it has ${listed.join(', ')})` };
  const right = await run(PROBE_NETWORK, 'cpu', 0);
  const found = await run(PROBE_NETWORK, provider, 0);
  const off = difference(found.output, right.output);
  const tolerance = tf32Allowed() ? TF32_TOLERANCE : RELATIVE_TOLERANCE;
  if (!(off <= tolerance))
    return { fault: `it computes a small network ${off.toPrecision(2)} off the CPU, relative to the largest value` };
  if (measure !== 'measure') return {};
  const cpu = await run(SPEED_NETWORK, 'cpu', TIMED_RUNS);
  const device = await run(SPEED_NETWORK, provider, TIMED_RUNS);
  return { cpuMs: cpu.ms, deviceMs: device.ms };
};

const report = async (): Promise<ProbeReport> => {
  const provider = PROVIDERS.find((name) => name === asked);
  if (provider === undefined) return { fault: `there is no provider ${asked}` };
  try {
    return await checked(provider);
  } catch (error) {
    return { fault: firstLineOf(error).replace(/^.*? was false\. /, '') };
  }
};

// Exits immediately, since native threads may still run.
process.send?.(JSON.stringify(await report()), () => process.exit());
