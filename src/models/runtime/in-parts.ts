import { checkInputs } from './check-inputs.ts';
import type { Predictor, Tensors } from './runtime.ts';
import { rowsOf, rowsOfEach, stackedRows } from './tensor-rows.ts';

/** Like `predict`, with at most `maxRows` rows of a batch at a time, in sequence. */
export const inParts =
  (predict: Predictor['predict'], maxRows: number): Predictor['predict'] =>
  async (inputs, options) => {
    const rows = rowsOf(inputs);
    if (rows <= maxRows) return predict(inputs, options);
    const parts: Tensors[] = [];
    for (let start = 0; start < rows; start += maxRows) {
      const part = rowsOfEach(inputs, start, Math.min(maxRows, rows - start));
      parts.push(await predict(part, { transfer: true }));
    }
    return stackedRows(parts);
  };

/** A predictor that checks its inputs, and runs at most `maxRows` rows of a batch at a time. */
export const checkedPredictor = (
  { name, inputs, outputs, release }: Omit<Predictor, 'predict'>,
  predict: Predictor['predict'],
  maxRows: number,
): Predictor => {
  const run = inParts(predict, maxRows);
  return {
    name,
    inputs,
    outputs,
    predict: async (given, options) => {
      checkInputs(name, inputs, given);
      return run(given, options);
    },
    release,
  };
};
