import { layerNormState, linear, linearState } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { byFanIn, type StartRule, xavier } from '../nn/start-rule.ts';
import { selfAttention } from './attention.ts';

/** PyTorch's TransformerEncoder of post-norm layers with ReLU (Vaswani et al., arXiv:1706.03762). */
export interface TransformerOptions {
  readonly layers: number;
  readonly heads: number;
  /** Hidden size of the feed-forward part. */
  readonly wide: number;
  readonly dropout: number;
}

const firstLayer = (name: string): string => name.replace(/(transformer_encoder\.layers)\.\d+\./, '$1.0.');

/** PyTorch clones one layer, so all start with the same values. */
export const CLONED_LAYERS: readonly StartRule[] = [
  { names: /transformer_encoder\.layers\.\d+\.self_attn\.in_proj_weight$/, start: xavier, as: firstLayer },
  {
    names: /transformer_encoder\.layers\.\d+\.(self_attn\.out_proj\.weight|linear[12]\.(weight|bias))$/,
    start: byFanIn,
    as: firstLayer,
  },
];

const EPS = 1e-5;

const attention = <T>(at: Scope<T>, x: T, { heads, dropout }: TransformerOptions): T => {
  const channels = sizeAt(at.nn.shapeOf(x), 2);
  const weight = at.parameter('in_proj_weight', [3 * channels, channels]);
  const qkv = at.nn.linear(x, weight, at.parameter('in_proj_bias', [3 * channels]));
  return linear(at.in('out_proj'), selfAttention(at.nn, qkv, { heads, dropout }), { out: channels });
};

const encoderLayer = <T>(at: Scope<T>, x: T, options: TransformerOptions): T => {
  const { nn } = at;
  const channels = sizeAt(nn.shapeOf(x), 2);
  const drop = (value: T) => nn.dropout(value, { rate: options.dropout, per: 'element' });
  const attended = drop(attention(at.in('self_attn'), x, options));
  const widen = linearState(at.in('linear1'), { inputs: channels, out: options.wide });
  const narrow = linearState(at.in('linear2'), { inputs: options.wide, out: channels });
  const first = layerNormState(at.in('norm1'), channels, EPS);
  const second = layerNormState(at.in('norm2'), channels, EPS);

  const middle = nn.layerNorm(nn.add(x, attended), first);
  const wide = drop(nn.relu(nn.linear(middle, widen.weight, widen.bias)));
  return nn.layerNorm(nn.add(middle, drop(nn.linear(wide, narrow.weight, narrow.bias))), second);
};

/** x [n, tokens, channels] to the same shape. */
export const transformerEncoder = <T>(at: Scope<T>, x: T, options: TransformerOptions): T => {
  let tokens = x;
  for (let layer = 0; layer < options.layers; layer++) tokens = encoderLayer(at.in('layers', layer), tokens, options);
  return tokens;
};
