import { batchNorm, conv } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';
import { type ResNetVariant, resnetStages } from './resnet.ts';

/**
 * DeepLabV3+ (Chen et al., arXiv:1802.02611) on a ResNet of output stride 16, with the parameters and names of segmentation_models_pytorch 0.3.3.
 * Without a final activation.
 */
export interface DeepLabOptions {
  readonly encoder: ResNetVariant;
  readonly outChannels: number;
}

const ATROUS_RATES = [12, 24, 36] as const;
const ASPP_DROPOUT = 0.5;
const UPSAMPLING = 4;

const normRelu = <T>(at: Scope<T>, x: T): T => at.nn.relu(batchNorm(at, x));

/** Channels of the decoder: 256 and 48 for an encoder with 64 initial channels, narrower for a narrower one. */
const decoderWidths = ({ channels: [first] }: ResNetVariant) => ({ deep: 4 * first, detail: (3 * first) / 4 });

interface LayerOptions {
  /** Channels. */
  readonly out: number;
}

/** A 1 x 1 convolution, norm and ReLU, as the modules `first` and `first + 1` of a sequence. */
const pointwise = <T>(at: Scope<T>, x: T, { out, first = 0 }: LayerOptions & { first?: number }): T =>
  normRelu(at.in(first + 1), conv(at.in(first), x, { out, kernel: 1, bias: false }));

/** Separable convolution: depthwise 3 x 3, then 1 x 1. */
const separable = <T>(at: Scope<T>, x: T, { out, dilation }: LayerOptions & { dilation: number }): T => {
  const channels = sizeAt(at.nn.shapeOf(x), 1);
  const depthwise = { out: channels, kernel: 3, padding: dilation, dilation, groups: channels, bias: false };
  return conv(at.in(1), conv(at.in(0), x, depthwise), { out, kernel: 1, bias: false });
};

const sizeOf = <T>(at: Scope<T>, x: T): { rows: number; columns: number } => {
  const shape = at.nn.shapeOf(x);
  return { rows: sizeAt(shape, 2), columns: sizeAt(shape, 3) };
};

const enlarged = <T>(at: Scope<T>, x: T): T => {
  const { rows, columns } = sizeOf(at, x);
  return at.nn.resizeBilinear(x, { rows: rows * UPSAMPLING, columns: columns * UPSAMPLING, alignCorners: true });
};

/** Image pooling: the mean of the map, convolved and broadcast over it. */
const imagePooling = <T>(at: Scope<T>, x: T, { out }: LayerOptions): T => {
  const pixel = pointwise(at, at.nn.mean(x, [2, 3]), { out, first: 1 });
  return at.nn.resizeBilinear(pixel, { ...sizeOf(at, x), alignCorners: false });
};

/** Atrous spatial pyramid pooling: a plain, three dilated and a pooled branch, concatenated. */
const pyramid = <T>(at: Scope<T>, x: T, { out }: LayerOptions): T => {
  const views = [
    pointwise(at.in('convs', 0), x, { out }),
    ...ATROUS_RATES.map((dilation, index) => {
      const place = at.in('convs', index + 1);
      return normRelu(place.in(1), separable(place.in(0), x, { out, dilation }));
    }),
    imagePooling(at.in('convs', ATROUS_RATES.length + 1), x, { out }),
  ];
  const joined = pointwise(at.in('project'), at.nn.concat(views, 1), { out });
  return at.nn.dropout(joined, { rate: ASPP_DROPOUT, per: 'element' });
};

const decoder = <T>(at: Scope<T>, stages: readonly [T, T, T, T], widths: ReturnType<typeof decoderWidths>): T => {
  const out = widths.deep;
  const views = pyramid(at.in('aspp', 0), stages[3], { out });
  const context = normRelu(at.in('aspp', 2), separable(at.in('aspp', 1), views, { out, dilation: 1 }));
  const large = enlarged(at, context);
  const detail = pointwise(at.in('block1'), stages[0], { out: widths.detail });
  const joined = at.nn.concat([large, detail], 1);
  return normRelu(at.in('block2', 1), separable(at.in('block2', 0), joined, { out, dilation: 1 }));
};

/** x [n, channels, rows, columns], rows and columns multiples of 16, to [n, outChannels, rows, columns]. */
export const deepLabV3Plus = <T>(at: Scope<T>, x: T, { encoder, outChannels }: DeepLabOptions): T => {
  const stages = resnetStages(at.in('encoder'), x, { ...encoder, outputStride: 16 });
  const map = decoder(at.in('decoder'), stages, decoderWidths(encoder));
  return enlarged(at, conv(at.in('segmentation_head', 0), map, { out: outChannels, kernel: 1 }));
};
