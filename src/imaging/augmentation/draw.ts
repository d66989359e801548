import type { TurnAndShear } from './affine.ts';
import { type BlurLine, type Kernel, motionBlurKernel, sharpenKernel } from './kernel.ts';

/** Augmentation parameters drawn for one stack. */
export interface Augmentation {
  readonly filter: Kernel | undefined;
  readonly channelOrder: readonly number[] | undefined;
  readonly turnAndShear: TurnAndShear;
}

export interface AugmentationOptions {
  readonly channels: number;
  /** Probability of sharpening or motion blur, each equally likely. */
  readonly filterProbability: number;
  readonly shuffleProbability: number;
  /** Rotation and both shears are uniform from minus to plus this. */
  readonly maxAngleDeg: number;
}

/** Uniform in [0, 1), e.g. a seeded generator. */
export type Random = () => number;

const between = (random: Random, low: number, high: number): number => low + (high - low) * random();

const below = (random: Random, count: number): number => Math.floor(random() * count);

/** Two different integers below `count`. */
const twoBelow = (random: Random, count: number): readonly [number, number] => {
  const first = below(random, count);
  const second = below(random, count - 1);
  return [first, second < first ? second : second + 1];
};

const BLUR_SIZES_PX = [3, 5, 7] as const;

/** A line between two different pixels of a square of 3, 5 or 7 pixels. */
const drawBlurLine = (random: Random): BlurLine => {
  const sizePx = BLUR_SIZES_PX[below(random, BLUR_SIZES_PX.length)]!;
  const x1 = below(random, sizePx);
  const x2 = below(random, sizePx);
  const [y1, y2] = x1 === x2 ? twoBelow(random, sizePx) : ([below(random, sizePx), below(random, sizePx)] as const);
  return { sizePx, x1, y1, x2, y2 };
};

const drawFilter = (random: Random): Kernel => {
  if (random() < 0.5) {
    const alpha = between(random, 0.2, 0.5);
    return sharpenKernel({ alpha, lightness: between(random, 0.5, 1) });
  }
  return motionBlurKernel(drawBlurLine(random));
};

/** A uniformly random permutation of 0 .. count - 1 (Fisher and Yates). */
export const drawOrder = (random: Random, count: number): number[] => {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = below(random, i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
};

/** Draws the parameters of one sample, in the order in which `augmented` applies them. */
export const drawAugmentation = (random: Random, options: AugmentationOptions): Augmentation => {
  const { channels, filterProbability, shuffleProbability, maxAngleDeg } = options;
  const angle = (): number => between(random, -maxAngleDeg, maxAngleDeg);
  return {
    filter: random() < filterProbability ? drawFilter(random) : undefined,
    channelOrder: random() < shuffleProbability ? drawOrder(random, channels) : undefined,
    turnAndShear: { rotateDeg: angle(), shearXDeg: angle(), shearYDeg: angle() },
  };
};
