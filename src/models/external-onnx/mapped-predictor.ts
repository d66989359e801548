import type { NetworkInput, NetworkOutput } from '../nn/network.ts';
import { checkedPredictor } from '../runtime/in-parts.ts';
import type { ModelFile, Predictor, Tensors } from '../runtime/runtime.ts';
import { rowsOf } from '../runtime/tensor-rows.ts';
import { onnxOutputUnfit } from './errors.ts';
import type { OnnxConfig, OnnxValueConfig } from './onnx-config.ts';
import { logitsOf } from './probability-output.ts';
import type { RoleContract } from './role-contract.ts';

type Values = Readonly<Record<string, OnnxValueConfig>>;

const networkValues = (values: Values): readonly (NetworkInput & NetworkOutput)[] =>
  Object.entries(values).map(([name, { shape }]) => ({ name, shape }));

export const onnxInputs = ({ inputs }: OnnxConfig) => networkValues(inputs);
export const onnxOutputs = ({ outputs }: OnnxConfig) => networkValues(outputs);

/** @throws ONNX_OUTPUT_UNFIT unless the outputs have the declared shapes for this many rows */
export const requireShapes = (
  model: string,
  outputs: Tensors,
  declared: RoleContract['outputs'],
  rows: number,
): void => {
  for (const { name, shape } of declared) {
    const found = outputs[name]?.shape ?? [];
    const fits =
      found.length === shape.length &&
      shape.every((size, axis) => size === 'any' || found[axis] === (size === 'n' ? rows : size));
    if (!fits) throw onnxOutputUnfit(model, name, shape, found);
  }
};

/** A model file under the names of its role, for any batch; a file with a fixed batch of one is called once per sample. */
export const mappedPredictor = (name: string, file: ModelFile, config: OnnxConfig): Predictor => {
  const inputs = onnxInputs(config);
  const outputs = onnxOutputs(config);
  const wanted = Object.values(config.outputs).map((value) => value.name);

  const ask: Predictor['predict'] = async (given, options) => {
    const own = Object.entries(given).map(([role, tensor]) => [config.inputs[role]!.name, tensor] as const);
    const results = await file.run(Object.fromEntries(own), wanted, options);
    const renamed: Tensors = Object.fromEntries(
      Object.entries(config.outputs).map(([role, value]) => [role, results[value.name]!]),
    );
    requireShapes(name, renamed, outputs, rowsOf(given));
    if (config.gives === 'logits') return renamed;
    return Object.fromEntries(Object.entries(renamed).map(([role, output]) => [role, logitsOf(output)]));
  };

  const maxRows = config.batch === 'free' ? Number.POSITIVE_INFINITY : 1;
  return checkedPredictor({ name, inputs, outputs, release: file.release }, ask, maxRows);
};
