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
