import type { Slice } from './slice.ts';

const SHADOW_ROWS = 11;

/** Adds a shadow, as a patient who moves does. */
export const addMotion = (slice: Slice): Slice => {
  const { pixels, columns } = slice;
  const shift = SHADOW_ROWS * columns;
  return slice.mapPixels((value, index) => {
    const shadow = pixels[(index - shift + pixels.length) % pixels.length]!;
    return (value >> 1) + (shadow >> 1);
  });
};

/** Makes another contrast of the same anatomy: dark becomes bright. */
export const invertContrast = (slice: Slice, greatest: number): Slice =>
  slice.mapPixels((value) => greatest - Math.min(value, greatest));

/** Keeps the upper 8 of 12 bits. */
export const toEightBits = (slice: Slice): Slice =>
  slice.setPixels(Uint8Array.from(slice.pixels, (value) => value >> 4)).setBits(8);

/** Makes a slice a colour picture, which is grey. */
export const toColour = (slice: Slice): Slice => {
  const { rows, columns } = slice;
  const grey = toEightBits(slice).pixels;
  const colours = Uint8Array.from({ length: 3 * grey.length }, (_, index) => grey[Math.floor(index / 3)]!);
  return slice
    .setPixels(colours, { rows, columns })
    .set({ SamplesPerPixel: 3, PhotometricInterpretation: 'RGB', PlanarConfiguration: 0 });
};
