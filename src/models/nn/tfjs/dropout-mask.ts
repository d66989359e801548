import { elementCount } from '../../../domain/image.ts';
import { seedOf, uniformAt } from '../../weights/fill.ts';

/** 0 with the probability `rate`, else 1 / (1 - rate), following from a name alone: the same on every machine and engine. */
export const dropoutMask = (name: string, shape: readonly number[], rate: number): Float32Array => {
  const seed = seedOf(name);
  const kept = 1 / (1 - rate);
  const values = new Float32Array(elementCount(shape));
  for (let index = 0; index < values.length; index++) values[index] = uniformAt(seed, index) < rate ? 0 : kept;
  return values;
};
