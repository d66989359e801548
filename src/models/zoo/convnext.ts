import { conv, layerNorm } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { constant, normal, type StartRule } from '../nn/start-rule.ts';

/**
 * ConvNeXt (Liu et al., arXiv:2201.03545) as in timm 0.9.2, with MLPs of 1 x 1 convolutions. Without a classifier, but with the norm before it,
 * applied to the pooled features. The layer scale is called `gamma`.
 */
export interface ConvNextVariant {
  /** Number of blocks in the four stages. */
  readonly depths: readonly [number, number, number, number];
  readonly dims: readonly [number, number, number, number];
}

export const CONVNEXTS = {
  convnext_nano: { depths: [2, 2, 8, 2], dims: [80, 160, 320, 640] },
} as const satisfies Record<string, ConvNextVariant>;

const CONVOLUTION = /(^|\.)(stem\.0|stages\.\d+\.(downsample\.1|blocks\.\d+\.(conv_dw|mlp\.fc[12])))\./;

/** timm's initialisation: a block initially adds next to nothing. Its normal is truncated at 100 standard deviations. */
export const CONVNEXT_STARTS: readonly StartRule[] = [
  { names: /\.gamma$/, start: constant(1e-6) },
  { names: new RegExp(`${CONVOLUTION.source}weight$`), start: normal(0.02) },
  { names: new RegExp(`${CONVOLUTION.source}bias$`), start: constant(0) },
];

const PATCH_PX = 4;
const KERNEL = 7;
const MLP_RATIO = 4;
const EPS = 1e-6;

/** Norm over the channels of a map [n, channels, rows, columns]. */
const channelNorm = <T>(at: Scope<T>, x: T): T => {
  const { nn } = at;
  return nn.transpose(layerNorm(at, nn.transpose(x, [0, 2, 3, 1]), { eps: EPS }), [0, 3, 1, 2]);
};

const mlp = <T>(at: Scope<T>, x: T): T => {
  const channels = sizeAt(at.nn.shapeOf(x), 1);
  const wide = at.nn.gelu(conv(at.in('fc1'), x, { out: channels * MLP_RATIO, kernel: 1 }));
  return conv(at.in('fc2'), wide, { out: channels, kernel: 1 });
};

/** A depthwise 7 x 7 convolution, a norm and an MLP, scaled by channel, with a residual connection. */
const block = <T>(at: Scope<T>, x: T): T => {
  const { nn } = at;
  const channels = sizeAt(nn.shapeOf(x), 1);
  const gamma = at.parameter('gamma', [channels]);
  const spread = { out: channels, kernel: KERNEL, padding: (KERNEL - 1) / 2, groups: channels };
  const seen = mlp(at.in('mlp'), channelNorm(at.in('norm'), conv(at.in('conv_dw'), x, spread)));
  return nn.add(x, nn.mul(seen, nn.reshape(gamma, [1, channels, 1, 1])));
};

const halved = <T>(at: Scope<T>, x: T, out: number): T =>
  conv(at.in(1), channelNorm(at.in(0), x), { out, kernel: 2, stride: 2 });

/** Pooled features: x [n, channels, rows, columns], rows and columns multiples of 32, to [n, last of dims]. */
export const convnextFeatures =
  ({ depths, dims }: ConvNextVariant) =>
  <T>(at: Scope<T>, x: T): T => {
    const patches = conv(at.in('stem', 0), x, { out: dims[0], kernel: PATCH_PX, stride: PATCH_PX });
    let map = channelNorm(at.in('stem', 1), patches);
    for (const [index, depth] of depths.entries()) {
      const stage = at.in('stages', index);
      if (index > 0) map = halved(stage.in('downsample'), map, dims[index]!);
      for (let number = 0; number < depth; number++) map = block(stage.in('blocks', number), map);
    }
    return layerNorm(at.in('head', 'norm'), at.nn.globalAveragePool(map), { eps: EPS });
  };
