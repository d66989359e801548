import { weightsNotFinite, weightsVarianceNegative } from './errors.ts';
import type { StateDict } from './state-dict.ts';

const VARIANCE = /(^|\.)running_var$/;

/** Checks and returns weights. Throws WEIGHTS_NOT_FINITE for the first NaN or infinity, WEIGHTS_VARIANCE_NEGATIVE for a negative variance. */
export const requireFinite = (weights: StateDict): StateDict => {
  for (const [name, { dtype, data }] of weights) {
    if (dtype === 'int64') continue;
    for (let index = 0; index < data.length; index++)
      if (!Number.isFinite(data[index])) throw weightsNotFinite(name, index, data[index]!);
    const negative = VARIANCE.test(name) ? data.findIndex((value) => value < 0) : -1;
    if (negative >= 0) throw weightsVarianceNegative(name, negative, data[negative]!);
  }
  return weights;
};
