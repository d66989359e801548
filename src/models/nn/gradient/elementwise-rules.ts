import type { Shape } from '../dim.ts';
import type { Kernel } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

/** Gradient of a broadcast value: summed over the axes along which it was repeated. */
export const reducedTo = <T>(nn: Differentiable<T>, gradient: T, shape: Shape): T => {
  const found = nn.shapeOf(gradient);
  const ahead = found.length - shape.length;
  const repeated = found.flatMap((size, axis) =>
    axis < ahead || (shape[axis - ahead] === 1 && size !== 1) ? [axis] : [],
  );
  return nn.reshape(repeated.length === 0 ? gradient : nn.sum(gradient, repeated), shape);
};

type Names = 'add' | 'sub' | 'mul' | 'relu' | 'erf' | 'sigmoid' | 'tanh' | 'rsqrt';

const TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

/** Derivatives of elementwise functions; most are expressed in the function's value. */
export const elementwiseRules = <T>(nn: Differentiable<T>, tape: Tape<T>): Pick<Kernel<Traced<T>>, Names> => {
  const one = scalarOf(nn, 1);
  const back = (gradient: T, to: Traced<T>) => reducedTo(nn, gradient, nn.shapeOf(to.value));
  const unary = (forward: (x: T) => T, derivative: (y: T, x: T) => T) => (x: Traced<T>) => {
    const y = forward(x.value);
    return tape.record([x], y, (upstream) => [() => nn.mul(upstream, derivative(y, x.value))]);
  };
  return {
    add: (a, b) => tape.record([a, b], nn.add(a.value, b.value), (up) => [() => back(up, a), () => back(up, b)]),
    sub: (a, b) =>
      tape.record([a, b], nn.sub(a.value, b.value), (up) => [
        () => back(up, a),
        () => back(nn.mul(up, scalarOf(nn, -1)), b),
      ]),
    mul: (a, b) =>
      tape.record([a, b], nn.mul(a.value, b.value), (up) => [
        () => back(nn.mul(up, b.value), a),
        () => back(nn.mul(up, a.value), b),
      ]),
    relu: unary(nn.relu, (y) => nn.isPositive(y)),
    sigmoid: unary(nn.sigmoid, (y) => nn.mul(y, nn.sub(one, y))),
    tanh: unary(nn.tanh, (y) => nn.sub(one, nn.mul(y, y))),
    erf: unary(nn.erf, (_, x) => nn.mul(nn.exp(nn.mul(nn.mul(x, x), scalarOf(nn, -1))), scalarOf(nn, TWO_BY_ROOT_PI))),
    rsqrt: unary(nn.rsqrt, (y) => nn.mul(nn.mul(nn.mul(y, y), y), scalarOf(nn, -0.5))),
  };
};
