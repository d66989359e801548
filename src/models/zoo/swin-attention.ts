import type { Dim } from '../nn/dim.ts';
import { linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { selfAttention } from './attention.ts';
import { relativePositionIndex, type WindowMask } from './swin-windows.ts';

export interface WindowAttentionOptions {
  readonly heads: number;
  readonly windowPx: number;
  /** Number of maps that the windows come from. */
  readonly maps: Dim;
  readonly mask: WindowMask | undefined;
}

/** The learned relative position bias of a window: [1, heads, places, places]. */
const positionBias = <T>(at: Scope<T>, { heads, windowPx }: WindowAttentionOptions): T => {
  const { nn } = at;
  const places = windowPx ** 2;
  const index = relativePositionIndex(windowPx);
  const table = at.parameter('relative_position_bias_table', [(2 * windowPx - 1) ** 2, heads]);
  at.constructed('relative_position_index', [places, places], () => BigInt64Array.from(index, BigInt), 'int64');
  return nn.reshape(nn.transpose(nn.gather(table, index), [1, 0]), [1, heads, places, places]);
};

/** Adds the mask of each window of a map to scores [maps * windows, heads, places, places]. */
const masked = <T>(at: Scope<T>, scores: T, maps: Dim, { values, shape: [windows, places] }: WindowMask): T => {
  const { nn } = at;
  const heads = sizeAt(nn.shapeOf(scores), 1);
  const byMap = nn.reshape(scores, [maps, windows, heads, places, places]);
  const added = nn.add(byMap, nn.constant(values, [1, windows, 1, places, places]));
  return nn.reshape(added, nn.shapeOf(scores));
};

/** Attention within each window: x [maps * windows, places, channels] to the same shape. */
export const windowAttention = <T>(at: Scope<T>, x: T, options: WindowAttentionOptions): T => {
  const { heads, maps, mask } = options;
  const channels = sizeAt(at.nn.shapeOf(x), 2);
  const bias = positionBias(at, options);
  const adjust = (scores: T): T => {
    const biased = at.nn.add(scores, bias);
    return mask === undefined ? biased : masked(at, biased, maps, mask);
  };
  const qkv = linear(at.in('qkv'), x, { out: 3 * channels });
  return linear(at.in('proj'), selfAttention(at.nn, qkv, { heads, adjust }), { out: channels });
};
