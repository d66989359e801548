import { elementCount, type Tensor } from '../../domain/image.ts';
import { modelUnknown } from '../../models/errors.ts';
import type { ModelSet, ModelStore } from '../../models/model-store.ts';
import { atBatch } from '../../models/nn/dim.ts';
import type { Tensors } from '../../models/runtime/runtime.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../../models/zoo/architecture.ts';

/** A network of the zoo, with its description but no weights. */
export interface ExampleModel {
  readonly architecture: ArchitectureConfig;
  /** Not needed by a level-2 network. */
  readonly resolutionPx?: number;
}

/** Hashes the values and their positions to a number between -1 and 1. */
const mixedOf = (data: Float32Array): number => {
  let mixed = 0;
  for (let i = 0; i < data.length; i++) mixed += data[i]! * Math.cos(i);
  return Math.sin(mixed);
};

/**
 * Computes outputs of the right shapes: cheap, deterministic, and different for different inputs. Each row depends on
 * its own inputs only.
 */
const pretended = ({ outputs }: Architecture, inputs: Tensors): Tensors => {
  const batch = Object.values(inputs)[0]?.shape[0] ?? 0;
  const mixed = Array.from({ length: batch }, (_, row) =>
    Object.values(inputs).reduce((sum, { data }) => {
      const size = data.length / batch;
      return sum + mixedOf(data.subarray(row * size, (row + 1) * size));
    }, 0),
  );
  return Object.fromEntries(
    outputs.map(({ name, shape: symbolic }): [string, Tensor] => {
      const shape = atBatch(symbolic, batch);
      const size = elementCount(shape) / batch;
      const valueAt = (i: number) => Math.sin((i % size) * (1 + mixed[Math.floor(i / size)]!));
      return [name, { shape, data: Float32Array.from({ length: elementCount(shape) }, (_, i) => valueAt(i)) }];
    }),
  );
};

const modelOf = (name: string, { architecture: config, resolutionPx }: ExampleModel): ModelSet => {
  const architecture = architectureOf(config, { resolutionPx });
  const { inputs, outputs } = architecture;
  const predict = async (given: Tensors) => pretended(architecture, given);
  return { name, architecture, members: [{ name, inputs, outputs, predict, release: async () => {} }] };
};

/**
 * Returns a store of models that need no weights: their outputs have the right shapes and follow from the inputs, so
 * equal inputs give equal outputs. Its `get` throws MODEL_UNKNOWN for any other name.
 * @param models  networks of the zoo by the names that operators use
 *
 * @example
 * import { exampleModels } from 'spinestream/testing';
 *
 * const architecture = { kind: 'keypoints', encoder: 'resnet18', inChannels: 3, outChannels: 5 } as const;
 * const { members } = await exampleModels({ coord: { architecture, resolutionPx: 32 } }).get('coord');
 * members[0]?.outputs[0]?.shape; // ['n', 5, 32, 32]
 */
export const exampleModels = (models: Readonly<Record<string, ExampleModel>>): ModelStore => ({
  get: async (name) => {
    const model = models[name];
    if (model === undefined) throw modelUnknown(name, Object.keys(models));
    return modelOf(name, model);
  },
});
