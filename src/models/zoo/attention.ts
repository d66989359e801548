import type { Ops } from '../nn/ops.ts';
import { scalarOf } from '../nn/scalar-of.ts';
import { sizeAt } from '../nn/shape-rules.ts';

export interface AttentionOptions<T> {
  readonly heads: number;
  /** Adjusts the scores [n, heads, places, places] before the softmax. */
  readonly adjust?: (scores: T) => T;
  /** Dropout of the weights after the softmax, in training. Default 0. */
  readonly dropout?: number;
}

/**
 * Scaled multi-head dot-product attention. qkv [n, places, 3 * channels] holds queries, keys and values, each with its heads concatenated; the result
 * is [n, places, channels], heads concatenated. Vaswani et al., arXiv:1706.03762.
 */
export const selfAttention = <T>(nn: Ops<T>, qkv: T, options: AttentionOptions<T>): T => {
  const { heads, adjust = (scores) => scores, dropout = 0 } = options;
  const shape = nn.shapeOf(qkv);
  const [n] = shape;
  const places = sizeAt(shape, 1);
  const width = sizeAt(shape, 2) / 3 / heads;
  const byPart = nn.transpose(nn.reshape(qkv, [n!, places, 3, heads, width]), [2, 0, 3, 1, 4]);
  const part = (index: number): T =>
    nn.reshape(nn.slice(byPart, { axis: 0, start: index, end: index + 1 }), [n!, heads, places, width]);
  const queries = nn.mul(part(0), scalarOf(nn, width ** -0.5));
  const scores = nn.matMul(queries, nn.transpose(part(1), [0, 1, 3, 2]));
  const weights = nn.dropout(nn.softmax(adjust(scores)), { rate: dropout, per: 'element' });
  const seen = nn.matMul(weights, part(2));
  return nn.reshape(nn.transpose(seen, [0, 2, 1, 3]), [n!, places, heads * width]);
};
