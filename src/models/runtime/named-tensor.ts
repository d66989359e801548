import type { Tensor } from '../../domain/image.ts';

/** A tensor of a store. */
export interface NamedTensor extends Tensor {
  readonly name: string;
}
