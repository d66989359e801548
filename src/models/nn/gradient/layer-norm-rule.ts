import { elementsPerSample } from '../dim.ts';
import type { Fused } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import { reducedTo } from './elementwise-rules.ts';
import { lazily } from './lazily.ts';
import type { Differentiable } from './primitives.ts';
import type { Tape, Traced } from './tape.ts';

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
