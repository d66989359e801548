import type { Ops } from '../ops.ts';
import { scalarOf } from '../scalar-of.ts';
import type { LossPrimitives, OptimiserPrimitives } from './primitives.ts';

/** PyTorch's epsilon, which avoids division by zero if all gradients are 0. */
const CLIP_EPS = 1e-6;

/**
 * Gradient clipping factor by the global norm: clip / max(clip, norm + eps), [].
 * @param squared  the sum of squares of each gradient, [count]
 */
export const clipFactor = <T>(
  nn: Ops<T> & Pick<LossPrimitives<T>, 'sum'> & OptimiserPrimitives<T>,
  squared: T,
  clipNorm: number,
): T => {
  const clip = scalarOf(nn, clipNorm);
  const norm = nn.add(nn.sqrt(nn.reshape(nn.sum(squared, [0]), [])), scalarOf(nn, CLIP_EPS));
  return nn.div(clip, nn.add(clip, nn.relu(nn.sub(norm, clip))));
};
