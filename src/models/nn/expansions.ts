import type { Fused, GruWeights, Kernel } from './ops.ts';
import { scalarOf } from './scalar-of.ts';
import { foldedShape, sizeAt } from './shape-rules.ts';

/** Decompositions of `Fused` into kernel operations. */
export const expansions = <T>(nn: Kernel<T>): Fused<T> => ({
  linear: (x, weight, bias) => {
    const product = nn.matMul(x, nn.transpose(weight, [1, 0]));
    return bias === undefined ? product : nn.add(product, bias);
  },
  layerNorm: (x, { weight, bias, eps }) => {
    const last = [nn.shapeOf(x).length - 1];
    const centred = nn.sub(x, nn.mean(x, last));
    const variance = nn.mean(nn.mul(centred, centred), last);
    const scale = nn.rsqrt(nn.add(variance, scalarOf(nn, eps)));
    return nn.add(nn.mul(nn.mul(centred, scale), weight), bias);
  },
  gelu: (x) => {
    const gate = nn.add(nn.erf(nn.mul(x, scalarOf(nn, Math.SQRT1_2))), scalarOf(nn, 1));
    return nn.mul(nn.mul(x, gate), scalarOf(nn, 0.5));
  },
  globalAveragePool: (x) => nn.reshape(nn.mean(x, [2, 3]), nn.shapeOf(x).slice(0, 2)),
  roll: (x, { axis, shift }) => rolled(nn, x, axis, shift),
  gru: (x, { forward, reverse }) => {
    const states = gruStates(nn, x, forward, 'forward');
    if (reverse === undefined) return nn.concat(states, 1);
    const backward = gruStates(nn, x, reverse, 'reverse');
    const both = states.map((state, step) => nn.concat([state, backward[step]!], 2));
    return nn.concat(both, 1);
  },
});

/** Decomposition of `eachStep` for interpreters with independent samples: all steps in one batch. */
export const foldedSteps = <T>(
  nn: Pick<Kernel<T>, 'shapeOf' | 'reshape'>,
  x: T,
  steps: number,
  body: (step: T) => T,
): T => {
  const n = nn.shapeOf(x)[0]!;
  const result = body(nn.reshape(x, foldedShape(nn.shapeOf(x), steps)));
  return nn.reshape(result, [n, steps, ...nn.shapeOf(result).slice(1)]);
};

const rolled = <T>(nn: Kernel<T>, x: T, axis: number, shift: number): T => {
  const size = sizeAt(nn.shapeOf(x), axis);
  const cut = ((-shift % size) + size) % size;
  if (cut === 0) return x;
  return nn.concat([nn.slice(x, { axis, start: cut, end: size }), nn.slice(x, { axis, start: 0, end: cut })], axis);
};

/**
 * GRU states after each step, [n, 1, hidden], in step order for either direction. PyTorch's equations: r and z are sigmoids of summed projections, c
 * = tanh(W_in x + b_in + r (W_hn h + b_hn)), h' = c + z (h - c).
 */
const gruStates = <T>(nn: Kernel<T>, x: T, weights: GruWeights<T>, direction: 'forward' | 'reverse'): T[] => {
  const hidden = sizeAt(nn.shapeOf(weights.weightHh), 1);
  const project = (input: T, weight: T, bias: T) => nn.add(nn.matMul(input, nn.transpose(weight, [1, 0])), bias);
  const fromInputs = project(x, weights.weightIh, weights.biasIh);
  const order = Array.from({ length: sizeAt(nn.shapeOf(x), 1) }, (_, step) => step);
  if (direction === 'reverse') order.reverse();

  let state = nn.constant(new Float32Array(hidden), [1, 1, hidden]);
  const states = order.map((step) => {
    const fromInput = nn.slice(fromInputs, { axis: 1, start: step, end: step + 1 });
    state = gruStep(nn, fromInput, project(state, weights.weightHh, weights.biasHh), state);
    return state;
  });
  return direction === 'reverse' ? states.reverse() : states;
};

const gruStep = <T>(nn: Kernel<T>, fromInput: T, fromState: T, state: T): T => {
  const hidden = sizeAt(nn.shapeOf(state), 2);
  const gate = (x: T, index: number) => nn.slice(x, { axis: 2, start: index * hidden, end: (index + 1) * hidden });
  const reset = nn.sigmoid(nn.add(gate(fromInput, 0), gate(fromState, 0)));
  const update = nn.sigmoid(nn.add(gate(fromInput, 1), gate(fromState, 1)));
  const candidate = nn.tanh(nn.add(gate(fromInput, 2), nn.mul(reset, gate(fromState, 2))));
  return nn.add(candidate, nn.mul(update, nn.sub(state, candidate)));
};
