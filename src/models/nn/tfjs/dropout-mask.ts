import { elementCount } from '../../../domain/image.ts';
import { seedOf, uniformAt } from '../../weights/fill.ts';

export interface MaskRequest {
  /** Of the step. */
  readonly seed: number;
  /** Counts the masks of a step from 0, so that each is another one. */
  readonly number: number;
  readonly rate: number;
}

/** 0 with the probability `rate`, else 1 / (1 - rate): what follows from the seed, on every machine and engine. */
export const dropoutMask = (shape: readonly number[], { seed, number, rate }: MaskRequest): Float32Array => {
  const stream = seedOf(`dropout ${number} of ${seed}`);
  const kept = 1 / (1 - rate);
  const values = new Float32Array(elementCount(shape));
  for (let index = 0; index < values.length; index++) values[index] = uniformAt(stream, index) < rate ? 0 : kept;
  return values;
};
