import { elementsPerSample } from '../dim.ts';
import type { Fused } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import { reducedTo } from './elementwise-rules.ts';
import { lazily } from './lazily.ts';
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

/**
 * Layer norm over the last axis. With u = dy * weight and z the normalised values: dx = s (u - mean(u) - z mean(u z)), s = 1 / sqrt(variance + eps).
 * Ba et al., arXiv:1607.06450.
 */
export const layerNormRule =
  <T>(nn: Differentiable<T>, tape: Tape<T>): Fused<Traced<T>>['layerNorm'] =>
  (x, { weight, bias, eps }) => {
    const shape = nn.shapeOf(x.value);
    const last = shape.length - 1;
    const size = elementsPerSample(shape.slice(last));
    const plain = {
      weight: nn.constant(new Float32Array(size).fill(1), [size]),
      bias: nn.constant(new Float32Array(size), [size]),
    };
    const z = nn.layerNorm(x.value, { ...plain, eps });
    const y = nn.add(nn.mul(z, weight.value), bias.value);
    return tape.record([x, weight, bias], y, (up) => {
      const inner = lazily(() => nn.mul(up, weight.value));
      const scale = () => {
        const centred = nn.sub(x.value, nn.mean(x.value, [last]));
        return nn.rsqrt(nn.add(nn.mean(nn.mul(centred, centred), [last]), scalarOf(nn, eps)));
      };
      const dx = () => {
        const along = nn.mul(z, nn.mean(nn.mul(inner(), z), [last]));
        return nn.mul(nn.sub(nn.sub(inner(), nn.mean(inner(), [last])), along), scale());
      };
      return [dx, () => reducedTo(nn, nn.mul(up, z), [size]), () => reducedTo(nn, up, [size])];
    });
  };
