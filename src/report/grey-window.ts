import type { ReadonlyPixels } from '../domain/image.ts';

/** Window: stored values that become black and white. */
export interface GreyWindow {
  readonly black: number;
  readonly white: number;
}

/** Approximate sample size, whatever the number of pixels. */
const SAMPLES = 1 << 16;

/** Shares of values clipped to black and white: air and noise below, vessels and surface coils above. */
const [DARKEST, BRIGHTEST] = [0.01, 0.995] as const;

const sampled = (images: readonly ReadonlyPixels[]): Float64Array => {
  const total = images.reduce((sum, { length }) => sum + length, 0);
  const step = Math.max(1, Math.floor(total / SAMPLES));
  const values = new Float64Array(images.reduce((sum, { length }) => sum + Math.ceil(length / step), 0));
  let next = 0;
  for (const pixels of images) for (let i = 0; i < pixels.length; i += step) values[next++] = pixels[i]!;
  return values;
};

/**
 * Returns the window level and width for images of one series shown together: from the 1st to the 99.5th percentile of an even sample of their
 * values. Constant images get a window of width 1 above their value, so that they are black.
 */
export const greyWindowOf = (images: readonly ReadonlyPixels[]): GreyWindow => {
  const values = sampled(images).sort();
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? 0;
  const black = at(DARKEST);
  return { black, white: Math.max(at(BRIGHTEST), black + 1) };
};

/**
 * Maps values to 8-bit greys: linear within the window, clamped, rounded to nearest.
 * @param inverted  small values are bright (MONOCHROME1)
 */
export const toGreys = (pixels: ReadonlyPixels, { black, white }: GreyWindow, inverted = false): Uint8ClampedArray => {
  const greys = new Uint8ClampedArray(pixels.length); // clamps and rounds on assignment
  const scale = (inverted ? -255 : 255) / (white - black);
  const zero = inverted ? white : black;
  for (let i = 0; i < pixels.length; i++) greys[i] = (pixels[i]! - zero) * scale;
  return greys;
};
