import type { Shape } from '../dim.ts';
import { maskShape } from '../dropout-mask.ts';
import { expansions, foldedSteps } from '../expansions.ts';
import type { Kernel, ParameterSpec } from '../ops.ts';
import { parameterTable } from '../parameter-table.ts';
import { batchNormRule, type RunningStatistics } from './batch-norm-rule.ts';
import { elementwiseRules } from './elementwise-rules.ts';
import { geluRule, layerNormRule } from './fused-rules.ts';
import { layoutRules } from './layout-rules.ts';
import type { Differentiable, LossOps } from './primitives.ts';
import { linearRule, productRules } from './product-rules.ts';
import { samplingRules } from './sampling-rules.ts';
import { type Tape, type Traced, tapeWith } from './tape.ts';

export interface TrainingMode<T> {
  /** Whether a parameter is trained; buffers never are. */
  readonly trains: (spec: ParameterSpec) => boolean;
  /** Mask of 0 and 1 / (1 - rate), drawn for each element of the shape. */
  readonly dropoutMask: (shape: Shape, rate: number) => T;
}

/**
 * The operations of networks in training mode, over any interpreter with the primitives; each result records how it was computed. The steps of
 * `eachStep` run in one batch whose norms keep the passes apart, so results equal those of consecutive passes. Operations without a backward rule are
 * differentiated through their decomposition.
 */
export const tracedOps = <T>(nn: Differentiable<T>, mode: TrainingMode<T>) => {
  const tape = tapeWith(nn.add);
  const running: RunningStatistics<T> = { buffers: new Map(), passes: new Map() };
  const table = parameterTable((spec) => {
    const value = nn.parameter(spec);
    return spec.role === 'parameter' && mode.trains(spec) ? tape.leaf(value) : tape.fixed(value);
  });
  let passes = 1;

  const kernel: Kernel<Traced<T>> = {
    parameter: table.get,
    constant: (values, shape) => tape.fixed(nn.constant(values, shape)),
    shapeOf: (x) => nn.shapeOf(x.value),
    ...elementwiseRules(nn, tape),
    ...layoutRules(nn, tape),
    ...productRules(nn, tape),
    ...samplingRules(nn, tape),
    batchNorm: batchNormRule({ nn, tape, running, passes: () => passes }),
    dropout: (x, { rate, per }) => {
      if (rate === 0) return x;
      return kernel.mul(x, tape.fixed(mode.dropoutMask(maskShape(nn.shapeOf(x.value), per), rate)));
    },
    eachStep: (x, steps, body) => {
      const outside = passes;
      const folded = (step: Traced<T>): Traced<T> => {
        passes = outside * steps;
        const result = body(step);
        passes = outside;
        return result;
      };
      return foldedSteps(kernel, x, steps, folded);
    },
  };
  const ops: LossOps<Traced<T>> = {
    ...kernel,
    ...expansions(kernel),
    linear: linearRule(nn, tape),
    layerNorm: layerNormRule(nn, tape),
    gelu: geluRule(nn, tape),
    ...lossRules(nn, tape),
  };
  return {
    nn: ops,
    tape,
    /** Everything that the network requested, in order. */
    parameters: () => table.specs().map((spec) => ({ spec, traced: table.get(spec) })),
    running,
  };
};

const lossRules = <T>(nn: Differentiable<T>, tape: Tape<T>): Pick<LossOps<Traced<T>>, 'sum' | 'logSoftmax'> => ({
  sum: (x, axes) => tape.record([x], nn.sum(x.value, axes), (up) => [() => nn.expand(up, nn.shapeOf(x.value))]),
  logSoftmax: (x) => {
    const y = nn.logSoftmax(x.value);
    const last = nn.shapeOf(y).length - 1;
    return tape.record([x], y, (up) => [() => nn.sub(up, nn.mul(nn.exp(y), nn.sum(up, [last])))]);
  },
});
