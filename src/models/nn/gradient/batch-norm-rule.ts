import { BATCH_NORM_EPS, BATCH_NORM_MOMENTUM } from '../batch-norm-constants.ts';
import { elementsPerSample, type Shape } from '../dim.ts';
import type { BatchNormState, Kernel } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import { sizeAt } from '../shape-rules.ts';
import { batchTooSmall } from './errors.ts';
import { lazily } from './lazily.ts';
import type { Differentiable } from './primitives.ts';
import type { Pull, Tape, Traced } from './tape.ts';

/** Updates of batch norm buffers in a step; keys are the buffers as requested. */
export interface RunningStatistics<T> {
  /** Running means and variances after all passes. */
  readonly buffers: Map<Traced<T>, T>;
  /** Increments of the batch counters. */
  readonly passes: Map<Traced<T>, number>;
}

export interface BatchNormContext<T> {
  readonly nn: Differentiable<T>;
  readonly tape: Tape<T>;
  readonly running: RunningStatistics<T>;
  /** Number of passes folded into axis 0, [n, passes] from outermost to innermost. Each pass has its own statistics. */
  readonly passes: () => number;
}

/** A batch as [n, passes * channels, ...], so that each entry of axis 1 has its own statistics, [1, passes * channels, 1, ...]. */
interface Normed<T> {
  readonly values: T;
  readonly mean: T;
  readonly variance: T;
  readonly shape: Shape;
  readonly axes: readonly number[];
  readonly passes: number;
  readonly channels: number;
  /** Number of values behind each statistic. */
  readonly count: number;
}

const normed = <T>(nn: Differentiable<T>, x: T, passes: number): Normed<T> => {
  const [n, , ...rest] = nn.shapeOf(x);
  const channels = sizeAt(nn.shapeOf(x), 1);
  const perPass = elementsPerSample([n!]) / passes;
  const shape = [perPass, passes * channels, ...rest];
  const axes = shape.map((_, axis) => axis).filter((axis) => axis !== 1);
  const count = perPass * elementsPerSample(rest);
  if (count < 2) throw batchTooSmall(nn.shapeOf(x), passes);
  const values = nn.reshape(x, shape);
  const mean = nn.mean(values, axes);
  const centred = nn.sub(values, mean);
  const variance = nn.mean(nn.mul(centred, centred), axes);
  return { values, mean, variance, shape, axes, passes, channels, count };
};

/** [channels] repeated for every pass, [passes * channels]. */
const everyPass = <T>(nn: Differentiable<T>, value: T, { passes, channels }: Normed<T>): T =>
  nn.reshape(nn.expand(nn.reshape(value, [1, channels]), [passes, channels]), [passes * channels]);

/** weight (x - mean) / sqrt(variance + eps) + bias: the interpreter's own norm with given statistics. */
const scaled = <T>(
  nn: Differentiable<T>,
  { values, mean, variance, passes, channels }: Normed<T>,
  weight: T,
  bias: T,
): T => {
  const flat = (value: T) => nn.reshape(value, [passes * channels]);
  const zeros = nn.constant(new Float32Array(passes * channels), [passes * channels]);
  const statistics = { runningMean: flat(mean), runningVar: flat(variance), batchesTracked: zeros };
  return nn.batchNorm(values, { weight: flat(weight), bias: flat(bias), ...statistics });
};

/** (x - mean) / sqrt(variance + eps), recomputed, since keeping it from the forward pass would cost the memory of the map. */
const standard = <T>(nn: Differentiable<T>, g: Normed<T>): T => {
  const channels = g.passes * g.channels;
  const vector = (value: number) => nn.constant(new Float32Array(channels).fill(value), [channels]);
  return scaled(nn, g, vector(1), vector(0));
};

/** Weight of each pass in the running value; the last pass weighs most. */
const passWeights = (passes: number): Float32Array =>
  Float32Array.from(
    { length: passes },
    (_, pass) => BATCH_NORM_MOMENTUM * (1 - BATCH_NORM_MOMENTUM) ** (passes - 1 - pass),
  );

const keepStatistics = <T>(
  { nn, running }: BatchNormContext<T>,
  state: BatchNormState<Traced<T>>,
  g: Normed<T>,
): void => {
  const { passes, channels, count } = g;
  const weights = nn.constant(passWeights(passes), [1, passes]);
  const move = (buffer: Traced<T>, statistic: T) => {
    const kept = nn.mul(running.buffers.get(buffer) ?? buffer.value, scalarOf(nn, (1 - BATCH_NORM_MOMENTUM) ** passes));
    const ofPasses = nn.reshape(statistic, [passes, channels]);
    const added = passes === 1 ? nn.mul(ofPasses, weights) : nn.matMul(weights, ofPasses);
    running.buffers.set(buffer, nn.add(kept, nn.reshape(added, [channels])));
  };
  move(state.runningMean, g.mean);
  move(state.runningVar, nn.mul(g.variance, scalarOf(nn, count / (count - 1))));
  running.passes.set(state.batchesTracked, (running.passes.get(state.batchesTracked) ?? 0) + passes);
};

/**
 * With s = 1 / sqrt(variance + eps), z = (x - mean) s and N values per statistic:
 * dweight = sum(dy z), dbias = sum(dy), dx = weight s (dy - dbias / N - z dweight / N).
 */
const pullsOf = <T>(
  nn: Differentiable<T>,
  g: Normed<T>,
  o: { upstream: T; weight: T; shape: Shape },
): readonly Pull<T>[] => {
  const { upstream, weight, shape } = o;
  const { passes, channels, count } = g;
  const alongAxis = nn.shapeOf(g.variance);
  const scale = lazily(() => nn.rsqrt(nn.add(g.variance, scalarOf(nn, BATCH_NORM_EPS))));
  const dBias = lazily(() => nn.sum(upstream, g.axes));
  const dWeight = lazily(() => nn.sum(nn.mul(upstream, standard(nn, g)), g.axes));
  const overPasses = (value: T) => nn.reshape(nn.sum(nn.reshape(value, [passes, channels]), [0]), [channels]);
  const dx = () => {
    const factor = nn.mul(nn.reshape(weight, alongAxis), scale());
    const share = nn.mul(factor, scalarOf(nn, -1 / count));
    const correction = scaled(nn, g, nn.mul(share, dWeight()), nn.mul(share, dBias()));
    return nn.reshape(nn.add(nn.mul(upstream, factor), correction), shape);
  };
  return [dx, () => overPasses(dWeight()), () => overPasses(dBias())];
};

/**
 * PyTorch's batch norm in training: normalises by the biased variance of the pass and updates running statistics with the unbiased one. Ioffe and
 * Szegedy, arXiv:1502.03167.
 */
export const batchNormRule =
  <T>(context: BatchNormContext<T>): Kernel<Traced<T>>['batchNorm'] =>
  (x, state) => {
    const { nn, tape } = context;
    const shape = nn.shapeOf(x.value);
    const g = normed(nn, x.value, context.passes());
    keepStatistics(context, state, g);
    const weight = everyPass(nn, state.weight.value, g);
    const y = nn.reshape(scaled(nn, g, weight, everyPass(nn, state.bias.value, g)), shape);
    return tape.record([x, state.weight, state.bias], y, (up) =>
      pullsOf(nn, g, { upstream: nn.reshape(up, g.shape), weight, shape }),
    );
  };
