import type { ReadonlyPixels } from '../domain/image.ts';

/** Stored values that become black and white. */
export interface GreyWindow {
  readonly black: number;
  readonly white: number;
}

/** About so many values are looked at, whatever the number of pixels. */
const SAMPLES = 1 << 16;

/** Shares of the values that are left to black and to white: air and noise below, vessels and surface coils above. */
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
 * The window that shows images of one series side by side: from the 1st to the 99.5th percentile of an even sample of their values.
 * Images of a single value get a window of width 1 above it, so that they are black.
 */
export const greyWindowOf = (images: readonly ReadonlyPixels[]): GreyWindow => {
  const values = sampled(images).sort();
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] ?? 0;
  const black = at(DARKEST);
  return { black, white: Math.max(at(BRIGHTEST), black + 1) };
};

/**
 * Values as 8-bit greys: linear in the window, cut off at its ends, rounded to the nearest.
 * @param inverted  small values are bright (MONOCHROME1)
 */
export const toGreys = (pixels: ReadonlyPixels, { black, white }: GreyWindow, inverted = false): Uint8ClampedArray => {
  const greys = new Uint8ClampedArray(pixels.length); // cuts off and rounds what is put in
  const scale = (inverted ? -255 : 255) / (white - black);
  const zero = inverted ? white : black;
  for (let i = 0; i < pixels.length; i++) greys[i] = (pixels[i]! - zero) * scale;
  return greys;
};
