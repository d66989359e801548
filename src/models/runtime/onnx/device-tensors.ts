import type { Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Program } from '../../nn/gradient/program.ts';

/** Tensors that stay on a device between runs, by name. Each is newer than the store's tensor of that name. */
export const deviceTensors = () => {
  const held = new Map<string, OnnxTensor>();
  /** Frees a tensor, so that the store's counts. */
  const drop = (name: string): void => {
    held.get(name)?.dispose();
    held.delete(name);
  };
  return {
    get: (name: string) => held.get(name),
    /** Frees the tensor that it replaces. */
    keep: (name: string, tensor: OnnxTensor): void => {
      drop(name);
      held.set(name, tensor);
    },
    drop,
    names: (): readonly string[] => [...held.keys()],
  };
};

const copyOf = (name: string): string => `${name}:copy`;

/** A program that returns its inputs: in Node, ONNX Runtime copies a tensor from a device only as an output of a session. */
export const copyProgram = (tensors: readonly { readonly name: string; readonly shape: readonly number[] }[]) => {
  const graph: Program['graph'] = {
    name: 'the copy of weights from the device',
    inputs: tensors,
    outputs: tensors.map(({ name, shape }) => ({ name: copyOf(name), shape })),
    nodes: tensors.map(({ name }) => ({
      ...{ operator: 'Identity', attributes: {} },
      ...{ inputs: [name], outputs: [copyOf(name)] },
    })),
    parameters: [],
    constants: [],
  };
  return { graph, writes: [], copyOf };
};
