import { elementCount, type Tensor } from '../../domain/image.ts';
import { seedOf, uniformAt } from '../weights/fill.ts';
import type { Dim } from './dim.ts';
import type { DropoutOptions } from './ops.ts';

/** Selects entries of axis 0 of a mask: every `of`-th from `at`. */
export interface MaskRows {
  readonly of: number;
  readonly at: number;
}

/** Shape of a dropout mask, for single elements or whole samples. */
export const maskShape = <D extends Dim>(shape: readonly D[], per: DropoutOptions['per']): readonly (D | 1)[] =>
  per === 'element' ? shape : shape.map((size, axis) => (axis === 0 ? size : 1));

const ALL: MaskRows = { of: 1, at: 0 };

/**
 * Dropout mask: 0 with the probability `rate`, else 1 / (1 - rate). Derived from a name alone, so it is the same on every machine and engine.
 * @param shape  shape of the wanted part
 */
export const dropoutMask = (
  name: string,
  { shape, rate }: { readonly shape: readonly number[]; readonly rate: number },
  { of, at }: MaskRows = ALL,
): Tensor => {
  const seed = seedOf(name);
  const kept = 1 / (1 - rate);
  const data = new Float32Array(elementCount(shape));
  const size = data.length / shape[0]!;
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / size) * of + at;
    data[i] = uniformAt(seed, row * size + (i % size)) < rate ? 0 : kept;
  }
  return { shape, data };
};
