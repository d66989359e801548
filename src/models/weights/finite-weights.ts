import { weightsNotFinite } from './errors.ts';
import type { StateDict } from './state-dict.ts';

/** Throws WEIGHTS_NOT_FINITE for the first NaN or infinity; gives the weights back otherwise. */
export const requireFinite = (weights: StateDict): StateDict => {
  for (const [name, { dtype, data }] of weights) {
    if (dtype === 'int64') continue;
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index])) throw weightsNotFinite(name, index, data[index]!);
  }
  return weights;
};
