import { type GruOptions, gru } from '../nn/layers.ts';
import type { Scope } from '../nn/scope.ts';
import { sizeAt } from '../nn/shape-rules.ts';

/** Pooled features of a picture network: [n, channels, rows, columns] to [n, features]. */
export type Backbone = <T>(at: Scope<T>, x: T) => T;

export interface RoiFeaturesOptions {
  readonly backbone: Backbone;
  /** Neighbouring slices per backbone input; 1 in the method. */
  readonly inChannels: number;
  readonly recurrent: GruOptions;
}

/** Windows of `channels` neighbouring slices, concatenated along axis 1: [n, windows * channels, rows, columns]. */
const slidingWindows = <T>(at: Scope<T>, x: T, channels: number): { stack: T; windows: number } => {
  const slices = sizeAt(at.nn.shapeOf(x), 1);
  const windows = slices - channels + 1;
  if (channels === 1) return { stack: x, windows };
  const window = (start: number) => at.nn.slice(x, { axis: 1, start, end: start + channels });
  return {
    stack: at.nn.concat(
      Array.from({ length: windows }, (_, start) => window(start)),
      1,
    ),
    windows,
  };
};

/**
 * The 2.5D extractor: the backbone processes each window of slices separately, a GRU reads the features in order, and the mean over its steps is the
 * region's feature vector. x [n, slices, rows, columns] to [n, directions * hidden].
 */
export const roiFeatures = <T>(at: Scope<T>, x: T, { backbone, inChannels, recurrent }: RoiFeaturesOptions): T => {
  const { nn } = at;
  const { stack, windows } = slidingWindows(at, x, inChannels);
  const seen = nn.eachStep(stack, windows, (window) => backbone(at.in('model'), window));
  const mean = nn.mean(gru(at.in('rnn'), seen, recurrent), [1]);
  const [n, , features] = nn.shapeOf(mean);
  return nn.reshape(mean, [n!, features!]);
};
