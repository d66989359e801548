import type { Speed } from '../models/quantise/quantisation-record.ts';
import type { Predictor } from '../models/runtime/runtime.ts';
import { calibratedNetwork } from './calibrated-network.ts';
import { bestMethod, comparison, searchLayers } from './compare-networks.ts';
import { measureSpeed } from './measure-speed.ts';
import type { Limits, NetworkOptions } from './network-options.ts';

/** Quantises a network, and measures whether it is faster and close enough: gives the int8 graph if it is kept, or why it is not. */
export const quantiseNetwork = async (o: NetworkOptions) => {
  const { runtime, name, architecture, weights } = o;
  const float32 = await runtime.load({ name: `${name} float32`, architecture, weights });
  try {
    return await comparedWith(float32, o);
  } finally {
    await float32.release();
  }
};

const comparedWith = async (float32: Predictor, o: NetworkOptions) => {
  const { samples, signal, onEvent } = o;
  const network = await calibratedNetwork({
    ...o,
    inputs: samples.map((sample) => sample.inputs),
    onSample: (done) => {
      signal.throwIfAborted();
      onEvent?.({ type: 'calibrating', done, of: samples.length });
    },
  });
  const compare = await comparison(float32, network, o);
  const method = await bestMethod(network, compare, o.method);
  const { plan, difference, excess } = await searchLayers(float32, network, compare, { ...o, method });
  onEvent?.({ type: 'timing' });
  const { inputs } = samples[0]!;
  const speed = await network.within(plan, (int8) => measureSpeed({ float32, int8, inputs, ...o }));
  const reason = reasonAgainst(excess, speed, o);
  return {
    graph: reason === undefined ? network.graphOf(plan) : undefined,
    ...{ reason, method, difference, speed },
    layers: network.layers.length,
    float32Layers: network.layers.filter((layer) => !plan.layers.includes(layer)).map(network.placeOf),
  };
};

const reasonAgainst = (excess: number, { speedup }: Speed, { minSpeedup }: Limits): string | undefined => {
  if (!(excess <= 1)) return `its results differ too much from float32 (${excess.toFixed(1)} times the limit)`;
  return speedup < minSpeedup
    ? `only ${speedup.toFixed(2)} times faster, at least ${minSpeedup} is required`
    : undefined;
};
