import type { Fused } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

const ROOT_OF_TWO_PI = Math.sqrt(2 * Math.PI);

/** d gelu(x) / dx = (1 + erf(x / sqrt 2)) / 2 + x exp(-x^2 / 2) / sqrt(2 pi). Hendrycks and Gimpel, arXiv:1606.08415. */
export const geluRule =
  <T>(nn: Differentiable<T>, tape: Tape<T>): Fused<Traced<T>>['gelu'] =>
  (x) =>
    tape.record([x], nn.gelu(x.value), (up) => [
      () => {
        const scalar = (value: number) => scalarOf(nn, value);
        const gate = nn.mul(nn.add(nn.erf(nn.mul(x.value, scalar(Math.SQRT1_2))), scalar(1)), scalar(0.5));
        const bell = nn.exp(nn.mul(nn.mul(x.value, x.value), scalar(-0.5)));
        const slope = nn.mul(nn.mul(x.value, bell), scalar(1 / ROOT_OF_TWO_PI));
        return nn.mul(up, nn.add(gate, slope));
      },
    ]);
