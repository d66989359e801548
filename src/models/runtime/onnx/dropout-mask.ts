import { elementCount, type Tensor } from '../../../domain/image.ts';
import { seedOf, uniformAt } from '../../weights/fill.ts';

/** 0 with the probability `rate`, else 1 / (1 - rate), following from a name alone. */
export const dropoutMask = (name: string, shape: readonly number[], rate: number): Tensor => {
  const seed = seedOf(name);
  const kept = 1 / (1 - rate);
  const data = new Float32Array(elementCount(shape));
  for (let i = 0; i < data.length; i++) data[i] = uniformAt(seed, i) < rate ? 0 : kept;
  return { shape, data };
};
