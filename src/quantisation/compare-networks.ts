import { CALIBRATION_METHODS, type CalibrationMethod } from '../models/quantise/calibrated-range.ts';
import { type ChosenLayers, chooseLayers } from '../models/quantise/choose-layers.ts';
import type { Difference } from '../models/quantise/quantisation-record.ts';
import type { Predictor, Tensors } from '../models/runtime/runtime.ts';
import type { CalibratedNetwork, Int8Plan } from './calibrated-network.ts';
import { differencesOf, relativeError } from './differences.ts';
import type { Limits, NetworkOptions } from './network-options.ts';
import { meaningOf, type Reading } from './readings.ts';

/** An int8 network and how it differs from float32. */
export interface Compared {
  readonly plan: Int8Plan;
  readonly difference: Difference;
  /** See `excessOf`. */
  readonly excess: number;
}

/** Differences in units of their limits; at most 1 if all are kept. */
const excessOf = ({ unit, percentile99, logLoss }: Difference, limits: Limits): number => {
  const own = percentile99 / (unit === 'mm' ? limits.maxPeakShiftMm : limits.maxProbabilityChange);
  return logLoss === undefined ? own : Math.max(own, Math.abs(logLoss.int8 - logLoss.float32) / limits.maxScoreChange);
};

type Predicts = Pick<Predictor, 'predict'>;

/** Compares int8 networks with the float32 one on all samples. */
export const comparison = async (float32: Predicts, network: CalibratedNetwork, o: NetworkOptions) => {
  const meaning = meaningOf(o.architecture.config.kind);
  const readingsOf = async ({ predict }: Predicts): Promise<readonly Reading[]> => {
    const readings: Reading[] = [];
    for (const sample of o.samples) {
      o.signal.throwIfAborted();
      readings.push(meaning.read(await predict(sample.inputs), sample));
    }
    return readings;
  };
  const before = await readingsOf(float32);
  return async (plan: Int8Plan): Promise<Compared> => {
    const after = await network.within(plan, readingsOf);
    const logLoss = o.logLossOf && { float32: o.logLossOf(before), int8: o.logLossOf(after) };
    const difference = { ...differencesOf(meaning, before, after), ...(logLoss && { logLoss }) };
    const float32Layers = network.layers.length - plan.layers.length;
    o.onEvent?.({ type: 'tried', float32Layers, percentile99: difference.percentile99 });
    return { plan, difference, excess: excessOf(difference, o) };
  };
};

export type Compare = Awaited<ReturnType<typeof comparison>>;

/** With all layers in int8, the method that changes the results least. */
export const bestMethod = async (
  network: CalibratedNetwork,
  compare: Compare,
  method: CalibrationMethod | 'auto',
): Promise<CalibrationMethod> => {
  if (method !== 'auto') return method;
  let best: Compared | undefined;
  for (const tried of CALIBRATION_METHODS) {
    const compared = await compare({ layers: network.layers, method: tried });
    if (best === undefined || compared.excess < best.excess) best = compared;
  }
  return best?.plan.method ?? CALIBRATION_METHODS[0];
};

/** Samples on which the layers are ranked. */
const RANKING_SAMPLES = 4;

const outputsOf = async ({ predict }: Predicts, inputs: readonly Tensors[]): Promise<readonly Float32Array[]> => {
  const outputs: Float32Array[] = [];
  for (const one of inputs) outputs.push(...Object.values(await predict(one)).map(({ data }) => data));
  return outputs;
};

/** Searches the layers to keep in float32. Returns the closest network, whether or not it keeps the limits. */
export const searchLayers = async (
  float32: Predicts,
  network: CalibratedNetwork,
  compare: Compare,
  { samples, signal, onEvent, method }: Omit<NetworkOptions, 'method'> & { readonly method: CalibrationMethod },
): Promise<Compared> => {
  const inputs = samples.slice(0, RANKING_SAMPLES).map((sample) => sample.inputs);
  const tried = new Map<string, Compared>();
  const key = (layers: readonly string[]): string => layers.join();
  let expected: readonly Float32Array[] | undefined;
  let ranked = 0;
  const chosen: ChosenLayers | { readonly loss: number } = await chooseLayers({
    layers: network.layers,
    maxLoss: 1,
    lossOf: async (layers) => {
      const compared = await compare({ layers, method });
      tried.set(key(layers), compared);
      return compared.excess;
    },
    sensitivityOf: async (layer) => {
      signal.throwIfAborted();
      expected ??= await outputsOf(float32, inputs);
      const found = await network.within({ layers: [layer], method }, (predictor) => outputsOf(predictor, inputs));
      ranked++;
      onEvent?.({ type: 'ranking', done: ranked, of: network.layers.length });
      return relativeError(expected, found);
    },
  });
  const closest = [...tried.values()].toSorted((a, b) => a.excess - b.excess)[0]!;
  return 'int8' in chosen ? tried.get(key(chosen.int8))! : closest;
};
