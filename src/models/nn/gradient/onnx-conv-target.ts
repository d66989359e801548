import type { Shape } from '../dim.ts';
import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';
import type { Conv2dOptions, Kernel } from '../ops.ts';

/** Where nodes are written. */
export interface GraphTarget {
  readonly graph: GraphBuilder;
  readonly nn: Kernel<GraphValue>;
}

/** What gradients of convolutions are told beside their operands. */
export interface ConvGradientOptions {
  /** Of the result. */
  readonly shape: Shape;
  readonly options: Conv2dOptions;
}
