import { parameterFill } from './fill.ts';
import { elementCount, type StateDict, type WeightArray } from './state-dict.ts';

/** What a parameter needs to be made: an interpreter of an architecture lists these. */
export interface ParameterShape {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: WeightArray['dtype'];
}

/**
 * Weights that follow from the parameters' names alone, for trying things out: floats by `parameterFill`, counters (int64) 0.
 * Buffers that a network computes from its shape, such as an index table, have to be given their own values.
 */
export const untrainedWeights = (parameters: readonly ParameterShape[]): StateDict =>
  new Map(
    parameters.map(({ name, shape, dtype }): [string, WeightArray] => [
      name,
      dtype === 'int64'
        ? { dtype, shape, data: new BigInt64Array(elementCount(shape)) }
        : { dtype, shape, data: parameterFill(name, shape) },
    ]),
  );
