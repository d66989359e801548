import type { Conv2dOptions, GruWeights, LayerNormState } from './ops.ts';
import type { Scope } from './scope.ts';
import { sizeAt } from './shape-rules.ts';

/** Layers: operations whose weights are named by their place. Weights are requested in the order of PyTorch's modules. */

export interface ConvOptions extends Conv2dOptions {
  readonly out: number;
  /** Rows and columns. */
  readonly kernel: number;
  /** Default true, as in PyTorch. */
  readonly bias?: boolean;
}

/** [n, channels, rows, columns] to [n, out, ...]. */
export const conv = <T>(at: Scope<T>, x: T, { out, kernel, bias = true, ...options }: ConvOptions): T => {
  const inChannels = sizeAt(at.nn.shapeOf(x), 1);
  const weight = at.parameter('weight', [out, inChannels / (options.groups ?? 1), kernel, kernel]);
  return at.nn.conv2d(x, weight, bias ? at.parameter('bias', [out]) : undefined, options);
};

export const batchNorm = <T>(at: Scope<T>, x: T): T => {
  const shape = [sizeAt(at.nn.shapeOf(x), 1)];
  return at.nn.batchNorm(x, {
    weight: at.parameter('weight', shape),
    bias: at.parameter('bias', shape),
    runningMean: at.buffer('running_mean', shape),
    runningVar: at.buffer('running_var', shape),
    batchesTracked: at.constructed('num_batches_tracked', [], () => new BigInt64Array(1), 'int64'),
  });
};

export interface LinearState<T> {
  readonly weight: T;
  readonly bias: T | undefined;
}

/** The weights alone, for modules that request a layer's weights before they use it. */
export const linearState = <T>(at: Scope<T>, o: { inputs: number; out: number; bias?: boolean }): LinearState<T> => ({
  weight: at.parameter('weight', [o.out, o.inputs]),
  bias: (o.bias ?? true) ? at.parameter('bias', [o.out]) : undefined,
});

/** [..., in] to [..., out]. */
export const linear = <T>(at: Scope<T>, x: T, options: { out: number; bias?: boolean }): T => {
  const { weight, bias } = linearState(at, { inputs: sizeAt(at.nn.shapeOf(x), -1), ...options });
  return at.nn.linear(x, weight, bias);
};

/** Like `linearState`, for a norm. */
export const layerNormState = <T>(at: Scope<T>, channels: number, eps: number): LayerNormState<T> => ({
  weight: at.parameter('weight', [channels]),
  bias: at.parameter('bias', [channels]),
  eps,
});

/** Over the last axis. */
export const layerNorm = <T>(at: Scope<T>, x: T, { eps }: { eps: number }): T =>
  at.nn.layerNorm(x, layerNormState(at, sizeAt(at.nn.shapeOf(x), -1), eps));

export interface GruOptions {
  readonly hidden: number;
  readonly layers: number;
  readonly bidirectional?: boolean;
}

const gruWeights = <T>(at: Scope<T>, inputs: number, hidden: number, suffix: string): GruWeights<T> => ({
  weightIh: at.parameter(`weight_ih_${suffix}`, [3 * hidden, inputs]),
  weightHh: at.parameter(`weight_hh_${suffix}`, [3 * hidden, hidden]),
  biasIh: at.parameter(`bias_ih_${suffix}`, [3 * hidden]),
  biasHh: at.parameter(`bias_hh_${suffix}`, [3 * hidden]),
});

/** [n, steps, inputs] to the last GRU layer's states, [n, steps, directions * hidden]. */
export const gru = <T>(at: Scope<T>, x: T, { hidden, layers, bidirectional = false }: GruOptions): T => {
  let states = x;
  for (let layer = 0; layer < layers; layer++) {
    const inputs = sizeAt(at.nn.shapeOf(states), 2);
    const forward = gruWeights(at, inputs, hidden, `l${layer}`);
    const reverse = bidirectional ? { reverse: gruWeights(at, inputs, hidden, `l${layer}_reverse`) } : {};
    states = at.nn.gru(states, { forward, ...reverse });
  }
  return states;
};
