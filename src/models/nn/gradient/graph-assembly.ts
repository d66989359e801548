import { atBatch, type Shape } from '../dim.ts';
import type { OnnxNode } from '../onnx/graph.ts';
import { type GraphValue, graphBuilder } from '../onnx/graph-builder.ts';
import { onnxFused } from '../onnx/onnx-fused.ts';
import { onnxKernel } from '../onnx/onnx-kernel.ts';
import { parameterTable } from '../parameter-table.ts';
import { onnxPrimitives } from './onnx-primitives.ts';
import type { Differentiable } from './primitives.ts';
import type { Mask, Program } from './program.ts';

/** A program under construction. */
export type GraphAssembly = ReturnType<typeof graphAssembly>;

/** A shape of static sizes. */
const sizes = (shape: Shape): readonly number[] => atBatch(shape, 1);

const namesUsedBy = (nodes: readonly OnnxNode[]): ReadonlySet<string> => new Set(nodes.flatMap(({ inputs }) => inputs));

export const graphAssembly = () => {
  const graph = graphBuilder();
  const kernel = onnxKernel(graph);
  const feeds: GraphValue[] = [];
  const masks: Mask[] = [];
  const stored = new Map<string, GraphValue>();
  const writes: { name: string; output: string; shape: Shape }[] = [];

  const fromStore = (name: string, shape: Shape): GraphValue => {
    const value = stored.get(name) ?? { name, shape };
    stored.set(name, value);
    return value;
  };
  const parameters = parameterTable(({ name, shape }) => fromStore(name, shape));
  /** Adds nodes; parameters are tensors of the store. */
  const nn: Differentiable<GraphValue> = {
    ...kernel,
    ...onnxFused(graph, kernel),
    ...onnxPrimitives(graph, kernel),
    parameter: parameters.get,
  };

  const finish = (name: string, outputs: readonly GraphValue[]): Program => {
    const used = namesUsedBy(graph.nodes);
    const reads = [...stored.values()].filter((value) => used.has(value.name));
    const results = writes.map(({ output, shape }) => ({ name: output, shape }));
    return {
      graph: {
        name,
        inputs: [...feeds, ...masks, ...reads],
        outputs: [...outputs, ...results],
        nodes: graph.nodes,
        parameters: [],
        constants: graph.constants(),
      },
      reads: reads.map((value) => ({ name: value.name, shape: sizes(value.shape) })),
      writes: writes.map((write) => ({ name: write.name, output: write.output })),
      masks,
    };
  };

  return {
    graph,
    nn,
    /** An input from the caller. */
    fed: (name: string, shape: Shape): GraphValue => {
      feeds.push({ name, shape });
      return { name, shape };
    },
    stored: fromStore,
    mask: (shape: Shape, rate: number): GraphValue => {
      const mask = { name: `mask_${masks.length}`, shape: sizes(shape), rate };
      masks.push(mask);
      return mask;
    },
    /** Replaces a tensor of the store after a run. */
    write: (name: string, value: GraphValue): void => {
      writes.push({ name, output: value.name, shape: value.shape });
    },
    finish,
  };
};
