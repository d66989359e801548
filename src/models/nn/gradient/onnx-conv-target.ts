import type { Shape } from '../dim.ts';
import type { GraphBuilder, GraphValue } from '../onnx/graph-builder.ts';
import type { Conv2dOptions, Kernel } from '../ops.ts';

/** Destination of new nodes. */
export interface GraphTarget {
  readonly graph: GraphBuilder;
  readonly nn: Kernel<GraphValue>;
}

/** Properties of a convolution for its gradients, besides the operands. */
export interface ConvGradientOptions {
  /** Shape of the result. */
  readonly shape: Shape;
  readonly options: Conv2dOptions;
}
