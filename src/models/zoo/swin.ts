import { conv, layerNorm, linear } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { constant, normal, type StartRule } from '../nn/start-rule.ts';
import { windowAttention } from './swin-attention.ts';
import { inWindows, outOfWindows, shiftMask, type WindowGrid } from './swin-windows.ts';

/**
 * Swin transformer (Liu et al., arXiv:2103.14030) as in timm 0.9.2. Without a classifier: the last norm, then averaging. Maps are [n, rows, columns,
 * channels] inside, not channels first.
 */
export interface SwinVariant {
  /** Number of blocks in each stage. */
  readonly depths: readonly number[];
  readonly heads: readonly number[];
  /** Channels of the first stage, doubled by each further stage. */
  readonly dim: number;
  readonly windowPx: number;
  /** Stochastic depth rate of the last block; it rises linearly from 0 at the first. */
  readonly dropPath: number;
}

export const SWINS = {
  swin_tiny_patch4_window7_224: { depths: [2, 2, 6, 2], heads: [3, 6, 12, 24], dim: 96, windowPx: 7, dropPath: 0.1 },
} as const satisfies Record<string, SwinVariant>;

const LINEAR = /(^|\.)layers\.\d+\.(blocks\.\d+\.(attn\.(qkv|proj)|mlp\.fc[12])|downsample\.reduction)\./;

/** timm's initialisation. Its normal is truncated at 100 standard deviations. */
export const SWIN_STARTS: readonly StartRule[] = [
  { names: new RegExp(`${LINEAR.source}weight$`), start: normal(0.02) },
  { names: new RegExp(`${LINEAR.source}bias$`), start: constant(0) },
  { names: /\.relative_position_bias_table$/, start: normal(0.02) },
];

const PATCH_PX = 4;
const MLP_RATIO = 4;
const EPS = 1e-5;

interface BlockOptions {
  readonly heads: number;
  readonly grid: WindowGrid;
  readonly dropPath: number;
}

const mlp = <T>(at: Scope<T>, x: T): T => {
  const channels = sizeAt(at.nn.shapeOf(x), -1);
  const wide = at.nn.gelu(linear(at.in('fc1'), x, { out: channels * MLP_RATIO }));
  return linear(at.in('fc2'), wide, { out: channels });
};

/** Window attention and an MLP, each after a norm and with a residual connection. */
const block = <T>(at: Scope<T>, x: T, { heads, grid, dropPath }: BlockOptions): T => {
  const { nn } = at;
  const mask = grid.shiftPx === 0 ? undefined : shiftMask(grid);
  if (mask) at.constructed('attn_mask', mask.shape, () => mask.values, 'float32');
  const drop = (branch: T) => nn.dropout(branch, { rate: dropPath, per: 'sample' });

  const windows = inWindows(nn, layerNorm(at.in('norm1'), x, { eps: EPS }), grid);
  const attention = { heads, windowPx: grid.windowPx, maps: nn.shapeOf(x)[0]!, mask };
  const seen = windowAttention(at.in('attn'), windows, attention);
  const attended = nn.add(x, drop(outOfWindows(nn, seen, x, grid)));
  return nn.add(attended, drop(mlp(at.in('mlp'), layerNorm(at.in('norm2'), attended, { eps: EPS }))));
};

/** Merges 2 x 2 pixels, columns outermost: [n, size, size, c] to [n, size / 2, size / 2, 2 c]. */
const halved = <T>(at: Scope<T>, x: T): T => {
  const { nn } = at;
  const [n] = nn.shapeOf(x);
  const half = sizeAt(nn.shapeOf(x), 1) / 2;
  const channels = sizeAt(nn.shapeOf(x), 3);
  const pairs = nn.transpose(nn.reshape(x, [n!, half, 2, half, 2, channels]), [0, 1, 3, 4, 2, 5]);
  const joined = layerNorm(at.in('norm'), nn.reshape(pairs, [n!, half, half, 4 * channels]), { eps: EPS });
  return linear(at.in('reduction'), joined, { out: 2 * channels, bias: false });
};

const patches = <T>(at: Scope<T>, x: T, dim: number): T => {
  const map = conv(at.in('proj'), x, { out: dim, kernel: PATCH_PX, stride: PATCH_PX });
  return layerNorm(at.in('norm'), at.nn.transpose(map, [0, 2, 3, 1]), { eps: EPS });
};

/** Every second block shifts its windows by half, unless one window covers the map. */
const gridOf = (sizePx: number, windowPx: number, number: number): WindowGrid => ({
  sizePx,
  windowPx,
  shiftPx: number % 2 === 1 && sizePx > windowPx ? Math.floor(windowPx / 2) : 0,
});

/** Pooled features: x [n, channels, size, size], the size being 4 windows times a power of two per stage, to [n, channels of the last]. */
export const swinFeatures =
  ({ depths, heads, dim, windowPx, dropPath }: SwinVariant) =>
  <T>(at: Scope<T>, x: T): T => {
    const { nn } = at;
    const last = depths.reduce((sum, depth) => sum + depth, 0) - 1;
    let map = patches(at.in('patch_embed'), x, dim);
    let passed = 0;
    for (const [index, depth] of depths.entries()) {
      const stage = at.in('layers', index);
      if (index > 0) map = halved(stage.in('downsample'), map);
      for (let number = 0; number < depth; number++, passed++) {
        const grid = gridOf(sizeAt(nn.shapeOf(map), 1), windowPx, number);
        const options = { heads: heads[index]!, grid, dropPath: (dropPath * passed) / last };
        map = block(stage.in('blocks', number), map, options);
      }
    }
    const mean = nn.mean(layerNorm(at.in('norm'), map, { eps: EPS }), [1, 2]);
    return nn.reshape(mean, [nn.shapeOf(mean)[0]!, sizeAt(nn.shapeOf(mean), 3)]);
  };
