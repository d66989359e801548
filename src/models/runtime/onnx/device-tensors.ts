import type { Tensor as OnnxTensor } from 'onnxruntime-node';
import type { Program } from '../../nn/gradient/program.ts';

/** Tensors that stay on a device between runs, by name. Each is newer than the store's tensor of that name. */
export interface DeviceTensors {
  readonly get: (name: string) => OnnxTensor | undefined;
  /** Frees the tensor that it replaces. */
  readonly keep: (name: string, tensor: OnnxTensor) => void;
  /** Frees a tensor, so that the store's counts. */
  readonly drop: (name: string) => void;
  readonly names: () => readonly string[];
}

export const deviceTensors = (): DeviceTensors => {
  const held = new Map<string, OnnxTensor>();
  const drop = (name: string): void => {
    held.get(name)?.dispose();
    held.delete(name);
  };
  return {
    get: (name) => held.get(name),
    keep: (name, tensor) => {
      drop(name);
      held.set(name, tensor);
    },
    drop,
    names: () => [...held.keys()],
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
