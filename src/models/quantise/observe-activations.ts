import type { OnnxGraph } from '../nn/onnx/graph.ts';
import type { Tensors } from '../runtime/runtime.ts';
import { rowsOf, rowsOfEach } from '../runtime/tensor-rows.ts';
import { type Histogram, histogram } from './histogram.ts';
import { type OpenGraphOptions, openGraph } from './open-graph.ts';

/** Values returned by one run, which bounds the memory of a large network. */
const VALUES_PER_RUN = 24;

const groupsOf = (names: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(names.length / VALUES_PER_RUN) }, (_, group) =>
    names.slice(group * VALUES_PER_RUN, (group + 1) * VALUES_PER_RUN),
  );

/** Distributions of the named values of a float32 graph over samples, row by row. */
export const observeActivations = async (
  graph: OnnxGraph,
  names: readonly string[],
  samples: readonly Tensors[],
  options: OpenGraphOptions & { readonly onSample?: ((done: number) => void) | undefined },
): Promise<ReadonlyMap<string, Histogram>> => {
  const seen = new Map(names.map((name) => [name, histogram()]));
  const inputs = new Set(graph.inputs.map(({ name }) => name));
  const inner = names.filter((name) => !inputs.has(name));
  const session = await openGraph({ ...graph, observed: inner }, options);
  try {
    for (const [index, sample] of samples.entries()) {
      for (const [name, { data }] of Object.entries(sample)) seen.get(name)?.add(data);
      for (let row = 0; row < rowsOf(sample); row++)
        for (const group of groupsOf(inner)) {
          const values = await session.run(rowsOfEach(sample, row, 1), group);
          for (const name of group) seen.get(name)!.add(values[name]!.data);
        }
      options.onSample?.(index + 1);
    }
  } finally {
    await session.release();
  }
  return seen;
};
