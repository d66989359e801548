import { elementCount } from '../../domain/image.ts';
import type { Network, NetworkInput, NetworkOutput } from '../nn/network.ts';
import type { ParameterSpec } from '../nn/ops.ts';
import { summaryOf } from '../nn/shapes.ts';
import {
  type ArchitectureConfig,
  architectureOf,
  type ImageConfig,
  keypointsSchema,
  regionSchema,
} from './architecture.ts';
import { LEVEL_2_LAYERS, type Level2Config } from './level-2.ts';
import { REGION_KINDS } from './region-kinds.ts';
import { usualInput } from './usual-input.ts';

/** Cost of a network, derived from shapes. */
export interface NetworkCost {
  /** Number of trained values. */
  readonly parameters: number;
  /** For one sample. */
  readonly multiplyAdds: number;
  /** Size of parameters and buffers. */
  readonly weightBytes: number;
}

/** A network of the zoo with its cost. */
export interface CostedNetwork<A extends ArchitectureConfig> extends NetworkCost {
  readonly architecture: A;
  readonly inputs: readonly NetworkInput[];
  readonly outputs: readonly NetworkOutput[];
}

/** A network of the zoo with its input size and its cost. */
export interface ZooEntry extends CostedNetwork<ImageConfig> {
  readonly resolutionPx: number;
}

const BYTES = { float32: 4, int64: 8 } as const;

const bytesOf = ({ dtype, shape }: ParameterSpec): number => elementCount(shape) * BYTES[dtype];

export const costOf = (network: Network): NetworkCost => {
  const { parameters, parameterCount, multiplyAdds } = summaryOf(network);
  return {
    parameters: parameterCount,
    multiplyAdds,
    weightBytes: parameters.reduce((sum, spec) => sum + bytesOf(spec), 0),
  };
};

const LEVELS_AS_CHANNELS = { inChannels: 5, outChannels: 5 };

const architectures = (): readonly ImageConfig[] => [
  ...keypointsSchema.shape.encoder.options.map((encoder) => ({
    ...{ kind: 'keypoints' as const, encoder },
    ...LEVELS_AS_CHANNELS,
  })),
  ...REGION_KINDS.flatMap((kind) => regionSchema.shape.backbone.options.map((backbone) => ({ kind, backbone }))),
];

const costed = <A extends ArchitectureConfig>(architecture: A, resolutionPx?: number): CostedNetwork<A> => {
  const network = architectureOf(architecture, { resolutionPx });
  return { architecture, inputs: network.inputs, outputs: network.outputs, ...costOf(network) };
};

/**
 * Returns every kind of model with every supported backbone, at its usual input size, with parameters, multiply-adds of one sample
 * and bytes of weights. Derives everything from shapes, without loading weights.
 *
 * @example
 * import { zooTable } from 'spinestream/models';
 *
 * const [smallest] = [...zooTable()].sort((a, b) => a.parameters - b.parameters);
 * smallest?.weightBytes! < 1e6; // true
 */
export const zooTable = (): readonly ZooEntry[] =>
  architectures().map((config) => {
    const { resolutionPx } = usualInput(config);
    return { resolutionPx, ...costed(config, resolutionPx) };
  });

const NETWORKS = { spinal: 'spinal', foraminal: 'foraminal', subarticular: 'subarticular' } as const;

/** Returns level-2 networks with each layer, for one network for each condition. */
export const level2Table = (): readonly CostedNetwork<Level2Config>[] =>
  LEVEL_2_LAYERS.map((layer) => costed({ kind: 'level_2', networks: NETWORKS, layer }));
