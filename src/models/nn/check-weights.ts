import { elementCount } from '../../domain/image.ts';
import type { StateDict } from '../weights/state-dict.ts';
import { formatShape, sameShape } from './dim.ts';
import { type WeightFaults, weightsUnfit } from './errors.ts';
import type { Network } from './network.ts';
import type { ParameterSpec } from './ops.ts';
import { parametersOf } from './shapes.ts';

const described = ({ dtype, shape }: { dtype: string; shape: readonly number[] }): string =>
  `${dtype} ${formatShape(shape)}`;

const misshapenIn = (specs: readonly ParameterSpec[], weights: StateDict): WeightFaults['misshapen'] =>
  specs.flatMap((spec) => {
    const found = weights.get(spec.name);
    if (found === undefined) return [];
    const whole = found.data.length === elementCount(spec.shape);
    if (whole && found.dtype === spec.dtype && sameShape(found.shape, spec.shape)) return [];
    return [{ name: spec.name, needed: described(spec), found: `${described(found)} (${found.data.length} values)` }];
  });

const countNotFinite = (values: Float32Array): number => {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++;
  return count;
};

const notFiniteIn = (specs: readonly ParameterSpec[], weights: StateDict): WeightFaults['notFinite'] =>
  specs.flatMap(({ name }) => {
    const data = weights.get(name)?.data;
    const count = data instanceof Float32Array ? countNotFinite(data) : 0;
    return count === 0 ? [] : [{ name, count }];
  });

/**
 * Refuses weights that do not match the network exactly, in one error that lists everything missing, superfluous, misshapen or not finite. Only
 * buffers determined by the architecture may be absent.
 */
export const checkWeights = (network: Network, weights: StateDict): void => {
  const specs = parametersOf(network);
  const known = new Set(specs.map(({ name }) => name));
  const faults: WeightFaults = {
    missing: specs.filter(({ name, constructed }) => constructed === undefined && !weights.has(name)),
    extra: [...weights].filter(([name]) => !known.has(name)).map(([name, { shape }]) => ({ name, shape })),
    misshapen: misshapenIn(specs, weights),
    notFinite: notFiniteIn(specs, weights),
  };
  if (Object.values(faults).some((list) => list.length > 0)) throw weightsUnfit(network.name, faults);
};
