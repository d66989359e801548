import type { Network } from '../../src/models/nn/network.ts';
import { buildWith, parametersOf } from '../../src/models/nn/shapes.ts';
import { type TfjsTrainable, trainableOf } from '../../src/models/nn/tfjs/trainable.ts';
import type { StateDict } from '../../src/models/weights/state-dict.ts';

/** A network as it is written, where the product replays a recording of it. */
export const tfjsTrainable = (network: Network, weights: StateDict): TfjsTrainable =>
  trainableOf(
    {
      inputNames: network.inputs.map(({ name }) => name),
      parameters: parametersOf(network),
      forward: (nn, inputs) => buildWith(network, nn, inputs),
    },
    weights,
  );

/** The values of a trainable network by name. */
export const valuesOf = async ({ variables, buffers }: TfjsTrainable): Promise<ReadonlyMap<string, Float32Array>> => {
  const values = [...variables, ...buffers].map(
    async ([name, variable]) => [name, await variable.data<'float32'>()] as const,
  );
  return new Map((await Promise.all(values)).map(([name, data]) => [name, data.slice()]));
};

/** The floats of weights by name. */
export const floatsIn = (weights: StateDict): ReadonlyMap<string, Float32Array> =>
  new Map([...weights].flatMap(([name, { data }]) => (data instanceof Float32Array ? [[name, data] as const] : [])));
