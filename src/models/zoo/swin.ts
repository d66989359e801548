import { conv, layerNorm, linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { type Grid, inWindows, merged, relativePositionIndex, shiftMask, whole } from './swin-windows.ts';

/**
 * Swin transformer (Liu et al., arXiv:2103.14030) as in timm 0.9.2. Without a classifier; tokens pass the last norm and are
 * averaged. Maps are [n, rows, columns, channels] inside.
 */
export interface SwinVariant {
  /** Blocks of the stages. */
  readonly depths: readonly number[];
  readonly heads: readonly number[];
  /** Channels of the first stage; each further one doubles them. */
  readonly dim: number;
  readonly windowPx: number;
  /** Stochastic depth of the last block; the others rise to it evenly. */
  readonly dropPath: number;
}

export const SWINS = {
  swin_tiny_patch4_window7_224: { depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], dim: 96, windowPx: 7, dropPath: 0.1 },
} as const satisfies Record<string, SwinVariant>;

const PATCH_PX = 4;
const MLP_RATIO = 4;
const EPS = 1e-5;

interface BlockOptions {
  readonly heads: number;
  /** The map that is attended to, in windows of `windowPx`, which are moved by `shiftPx` down and to the right. */
  readonly grid: Grid;
  readonly dropPath: number;
}

/** The learned bias between two places of a window, by their distance: [1, heads, places, places]. */
const positionBias = <T>(at: Scope<T>, { heads, grid: { windowPx } }: BlockOptions): T => {
  const { nn } = at;
  const places = windowPx ** 2;
  const table = at.parameter('relative_position_bias_table', [(2 * windowPx - 1) ** 2, heads]);
  const index = relativePositionIndex(windowPx);
  at.constructed('relative_position_index', [places, places], () => BigInt64Array.from(index, BigInt), 'int64');
  const bias = nn.transpose(nn.gather(table, index), [1, 0]);
  return nn.reshape(bias, [1, heads, places, places]);
};

/** Multi-head attention within each window. x [windows, places, channels], mask [windows of a map, places, places]. */
const attention = <T>(at: Scope<T>, x: T, mask: T | undefined, o: BlockOptions): T => {
  const { nn } = at;
  const [windows, places, channels] = nn.shapeOf(x) as [Dim, number, number];
  const width = channels / o.heads;
  const bias = positionBias(at, o);
  const qkv = nn.reshape(linear(at.in('qkv'), x, { out: 3 * channels }), [windows, places, 3, o.heads, width]);
  const part = (index: number, order: readonly number[]) =>
    nn.transpose(nn.reshape(nn.slice(qkv, { axis: 2, start: index, end: index + 1 }), [windows, places, o.heads, width]), order);
  const query = nn.mul(part(0, [0, 2, 1, 3]), nn.constant(Float32Array.of(width ** -0.5), []));
  const scores = nn.add(nn.matMul(query, part(1, [0, 2, 3, 1])), bias);
  const weights = nn.softmax(mask === undefined ? scores : masked(at, scores, mask));
  const seen = nn.transpose(nn.matMul(weights, part(2, [0, 2, 1, 3])), [0, 2, 1, 3]);
  return linear(at.in('proj'), nn.reshape(seen, [windows, places, channels]), { out: channels });
};
