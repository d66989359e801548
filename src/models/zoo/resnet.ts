import { batchNorm, conv } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { constant, kaimingFanOut, type StartRule } from '../nn/start-rule.ts';

/**
 * ResNet of basic blocks (He et al., arXiv:1512.03385), with the parameters and names common to torchvision, timm 0.9.2 and
 * segmentation_models_pytorch 0.3.3. Without a classifier.
 */
export interface ResNetVariant {
  /** Number of basic blocks in the four stages. */
  readonly depths: FourStages;
  /** Channels of the four stages; the stem has those of the first. */
  readonly channels: FourStages;
}

type FourStages = readonly [number, number, number, number];

/** `resnet10_nano` is our own: small enough to train on a laptop in minutes and to ship with its weights. */
export const RESNETS = {
  resnet10_nano: { depths: [1, 1, 1, 1], channels: [16, 32, 64, 64] },
  resnet18: { depths: [2, 2, 2, 2], channels: [64, 128, 256, 512] },
  resnet34: { depths: [3, 4, 6, 3], channels: [64, 128, 256, 512] },
} as const satisfies Record<string, ResNetVariant>;

export type ResNetName = keyof typeof RESNETS;

const CONVOLUTIONS: StartRule = {
  names: /(^|\.)(conv1|layer\d\.\d+\.(conv[12]|downsample\.0))\.weight$/,
  start: kaimingFanOut,
};

/** timm's initialisation: a block starts as the identity plus its shortcut. */
export const RESNET_STARTS: readonly StartRule[] = [
  { names: /(^|\.)layer\d\.\d+\.bn2\.weight$/, start: constant(0) },
  CONVOLUTIONS,
];

const COLOURS = 3;

/** segmentation_models_pytorch's initialisation of encoders: torchvision's, but PyTorch's default for a first convolution without three channels. */
export const encoderStarts = (inChannels: number): readonly StartRule[] =>
  inChannels === COLOURS
    ? [CONVOLUTIONS]
    : [{ ...CONVOLUTIONS, names: /(^|\.)layer\d\.\d+\.(conv[12]|downsample\.0)\.weight$/ }];

interface BlockOptions {
  readonly channels: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Two 3 x 3 convolutions with a shortcut, which is a 1 x 1 convolution if size or channels change. */
const basicBlock = <T>(at: Scope<T>, x: T, { channels, stride, dilation }: BlockOptions): T => {
  const { nn } = at;
  const three = { out: channels, kernel: 3, padding: dilation, dilation, bias: false };
  const first = nn.relu(batchNorm(at.in('bn1'), conv(at.in('conv1'), x, { ...three, stride })));
  const second = batchNorm(at.in('bn2'), conv(at.in('conv2'), first, three));
  const keeps = stride === 1 && nn.shapeOf(x)[1] === channels;
  return nn.relu(nn.add(second, keeps ? x : shortcut(at.in('downsample'), x, { channels, stride })));
};

const shortcut = <T>(at: Scope<T>, x: T, { channels, stride }: Pick<BlockOptions, 'channels' | 'stride'>): T =>
  batchNorm(at.in(1), conv(at.in(0), x, { out: channels, kernel: 1, stride, bias: false }));

export interface ResNetOptions extends ResNetVariant {
  /** Output stride 16: the last stage keeps its size and dilates its 3 x 3 convolutions by 2. */
  readonly outputStride?: 16 | 32;
}

/** Maps after the four stages, of strides 4, 8, 16 and 32. x [n, channels, rows, columns] */
export const resnetStages = <T>(
  at: Scope<T>,
  x: T,
  { depths, channels, outputStride = 32 }: ResNetOptions,
): readonly [T, T, T, T] => {
  const { nn } = at;
  const stemOptions = { out: channels[0], kernel: 7, stride: 2, padding: 3, bias: false };
  const stem = nn.relu(batchNorm(at.in('bn1'), conv(at.in('conv1'), x, stemOptions)));
  const pooled = nn.maxPool(stem, { size: 3, stride: 2, padding: 1 });

  const stage = (input: T, index: number): T => {
    const dilated = index === 3 && outputStride === 16;
    const stride = index === 0 || dilated ? 1 : 2;
    const options = { channels: channels[index]!, dilation: dilated ? 2 : 1 };
    let map = input;
    for (let block = 0; block < depths[index]!; block++) {
      const place = at.in(`layer${index + 1}`, block);
      map = basicBlock(place, map, { ...options, stride: block === 0 ? stride : 1 });
    }
    return map;
  };
  const first = stage(pooled, 0);
  const second = stage(first, 1);
  const third = stage(second, 2);
  return [first, second, third, stage(third, 3)];
};

/** Pooled features: [n, channels, rows, columns] to [n, channels of the last stage]. */
export const resnetFeatures =
  (variant: ResNetVariant) =>
  <T>(at: Scope<T>, x: T): T =>
    at.nn.globalAveragePool(resnetStages(at, x, variant)[3]);
