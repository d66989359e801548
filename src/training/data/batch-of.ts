import { elementCount, joinedFloats, type Tensor } from '../../domain/image.ts';
import type { TrainBatch } from '../train-engine.ts';
import type { ReadySample } from './augment-sample.ts';
import { batchMemoryExhausted } from './errors.ts';
import { nameOfSample } from './train-sample.ts';

/** A batch with the names of its samples. */
export interface DataBatch extends TrainBatch {
  /** `4003253 left l4_l5`, in order. */
  readonly samples: readonly string[];
}

const stacked = (parts: readonly Tensor[]): Tensor => {
  const [{ shape }] = parts as [Tensor, ...Tensor[]];
  try {
    return { shape: [parts.length, ...shape], data: joinedFloats(parts.map(({ data }) => data)) };
  } catch (cause) {
    throw batchMemoryExhausted(4 * parts.length * elementCount(shape), cause);
  }
};

/** Concatenates samples. @param ready  at least one, all of the same shapes */
export const batchOf = (ready: readonly ReadySample[]): DataBatch => {
  const names = ready[0]?.inputs.map(({ name }) => name) ?? [];
  const inputs = names.map((name, index) => [name, stacked(ready.map((one) => one.inputs[index]!))] as const);
  return {
    inputs: Object.fromEntries(inputs),
    target: stacked(ready.map(({ target }) => target)),
    samples: ready.map(({ sample }) => nameOfSample(sample)),
  };
};
