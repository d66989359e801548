import type { NetworkInput, NetworkOutput } from '../nn/network.ts';
import { checkInputs } from '../runtime/check-inputs.ts';
import type { ModelFile, PredictOptions, Predictor, Tensors } from '../runtime/runtime.ts';
import { rowsOfEach, stackedRows } from '../runtime/tensor-rows.ts';
import { onnxOutputUnfit } from './errors.ts';
import type { OnnxConfig, OnnxValueConfig } from './onnx-config.ts';
import { logitsOf } from './probability-output.ts';

type Values = Readonly<Record<string, OnnxValueConfig>>;

const networkValues = (values: Values): readonly (NetworkInput & NetworkOutput)[] =>
  Object.entries(values).map(([name, { shape }]) => ({ name, shape }));

export const onnxInputs = ({ inputs }: OnnxConfig): readonly NetworkInput[] => networkValues(inputs);
export const onnxOutputs = ({ outputs }: OnnxConfig): readonly NetworkOutput[] => networkValues(outputs);

const requireShapes = (model: string, outputs: Tensors, declared: Values, rows: number): void => {
  for (const [name, { shape }] of Object.entries(declared)) {
    const found = outputs[name]?.shape ?? [];
    const fits =
      found.length === shape.length && shape.every((size, axis) => found[axis] === (size === 'n' ? rows : size));
    if (!fits) throw onnxOutputUnfit(model, name, shape, found);
  }
};

/** A model file under the names of its role, for any batch; a file with a fixed batch of one is called once per sample. */
export const mappedPredictor = (name: string, file: ModelFile, config: OnnxConfig): Predictor => {
  const { inputs, outputs, batch } = config;
  const wanted = Object.values(outputs).map((value) => value.name);

  const ask = async (given: Tensors, rows: number, options?: PredictOptions): Promise<Tensors> => {
    const own = Object.fromEntries(Object.entries(given).map(([role, tensor]) => [inputs[role]!.name, tensor]));
    const results = await file.run(own, wanted, options);
    const renamed = Object.fromEntries(Object.entries(outputs).map(([role, value]) => [role, results[value.name]!]));
    requireShapes(name, renamed, outputs, rows);
    if (config.gives === 'logits') return renamed;
    return Object.fromEntries(Object.entries(renamed).map(([role, output]) => [role, logitsOf(output)]));
  };

  return {
    name,
    inputs: onnxInputs(config),
    outputs: onnxOutputs(config),
    predict: async (given, options) => {
      checkInputs(name, onnxInputs(config), given);
      const rows = Object.values(given)[0]!.shape[0]!;
      if (batch === 'free' || rows === 1) return ask(given, rows, options);
      const answers: Tensors[] = [];
      for (let row = 0; row < rows; row++) answers.push(await ask(rowsOfEach(given, row, 1), 1, { transfer: true }));
      return stackedRows(answers);
    },
    release: file.release,
  };
};
