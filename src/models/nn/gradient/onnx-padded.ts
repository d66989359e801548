import { elementsPerSample } from '../dim.ts';
import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';

/** Pads each axis with zeros before and after. */
export const padded = (
  graph: GraphBuilder,
  x: GraphValue,
  ends: { readonly before: readonly number[]; readonly after: readonly number[] },
): GraphValue => {
  if ([...ends.before, ...ends.after].every((count) => count === 0)) return x;
  const shape = x.shape.map((size, axis) => elementsPerSample([size]) + ends.before[axis]! + ends.after[axis]!);
  return graph.node('Pad', [x, graph.ints([...ends.before, ...ends.after])], shape);
};
