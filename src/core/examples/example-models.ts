import { elementCount, type Tensor } from '../../domain/image.ts';
import { modelUnknown } from '../../models/errors.ts';
import type { ModelSet, ModelStore } from '../../models/model-store.ts';
import { atBatch } from '../../models/nn/dim.ts';
import type { Tensors } from '../../models/runtime/runtime.ts';
import { type Architecture, type ArchitectureConfig, architectureOf } from '../../models/zoo/architecture.ts';

/** A network of the zoo, described and without weights. */
export interface ExampleModel {
  readonly architecture: ArchitectureConfig;
  readonly resolutionPx: number;
}

const meanOf = (data: Float32Array): number => data.reduce((sum, value) => sum + value, 0) / data.length;

/** Outputs of the right shapes, made of the means of the inputs: cheap, always the same, and different for different inputs. */
const pretended = ({ outputs }: Architecture, inputs: Tensors): Tensors => {
  const batch = Object.values(inputs)[0]?.shape[0] ?? 0;
  const mean = Object.values(inputs).reduce((sum, { data }) => sum + meanOf(data), 0);
  return Object.fromEntries(
    outputs.map(({ name, shape: symbolic }): [string, Tensor] => {
      const shape = atBatch(symbolic, batch);
      return [name, { shape, data: Float32Array.from({ length: elementCount(shape) }, (_, i) => Math.sin(i + mean)) }];
    }),
  );
};

const modelOf = (name: string, { architecture: config, resolutionPx }: ExampleModel): ModelSet => {
  const architecture = architectureOf(config, { resolutionPx });
  const { inputs, outputs } = architecture;
  const predict = async (given: Tensors) => pretended(architecture, given);
  return { name, architecture, members: [{ name, inputs, outputs, predict, release: async () => {} }] };
};

/** A store of models that compute nothing: their outputs have the right shapes and follow from the inputs. */
export const exampleModels = (models: Readonly<Record<string, ExampleModel>>): ModelStore => ({
  get: async (name) => {
    const model = models[name];
    if (model === undefined) throw modelUnknown(name, Object.keys(models));
    return modelOf(name, model);
  },
});
