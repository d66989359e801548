import type { Image } from '../domain/image.ts';
import { boxInside, type PixelBox } from './crop.ts';
import { boxOutsideImage, outputTooSmall, pixelCountWrong, sizeNotPositive } from './errors.ts';
import { type Region, rowReader } from './region.ts';
import { resampleInto } from './resample.ts';
import { shrinkByAreaInto } from './shrink-by-area.ts';
import { areaGrowTaps, cubicTaps, linearTaps, type Taps } from './taps.ts';

/** The names of OpenCV's INTER_CUBIC, INTER_LINEAR and INTER_AREA. */
export type Interpolation = 'cubic' | 'linear' | 'area';

/** Size of an image in pixels. */
export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
}

type Resizer = (out: Float32Array, outOffset: number, region: Region, size: ImageSize) => void;

const byTaps =
  (tapsOf: (inputs: number, outputs: number) => Taps): Resizer =>
  (out, outOffset, region, size) =>
    resampleInto(out, outOffset, region, {
      across: tapsOf(region.columns, size.columns),
      down: tapsOf(region.rows, size.rows),
    });

const growByArea = byTaps(areaGrowTaps);

const RESIZERS: Readonly<Record<Interpolation, Resizer>> = {
  cubic: byTaps(cubicTaps),
  linear: byTaps(linearTaps),
  area: (out, outOffset, region, size) => {
    const grows = size.rows > region.rows || size.columns > region.columns;
    (grows ? growByArea : shrinkByAreaInto)(out, outOffset, region, size);
  },
};

/** Where the sizes are the same. */
export const copyInto: Resizer = (out, outOffset, region) => {
  const read = rowReader(region);
  for (let row = 0; row < region.rows; row++) read(row, out, outOffset + row * region.columns);
};

const isPositive = ({ rows, columns }: ImageSize): boolean =>
  Number.isSafeInteger(rows) && Number.isSafeInteger(columns) && rows > 0 && columns > 0;

const checkImage = (image: Image): void => {
  if (!isPositive(image)) throw sizeNotPositive(image, 'an image');
  if (image.pixels.length !== image.rows * image.columns) throw pixelCountWrong(image.pixels.length, image);
};

/** All of an image. Throws IMAGE_SIZE or PIXEL_COUNT. */
export const wholeRegion = (image: Image): Region => {
  checkImage(image);
  const { pixels, rows, columns } = image;
  return { pixels, strideColumns: columns, x0: 0, y0: 0, rows, columns };
};

/** What a box holds of an image. Throws BOX_OUTSIDE_IMAGE for a box that is empty, has fractions or leaves the image. */
export const boxedRegion = (image: Image, box: PixelBox): Region => {
  checkImage(image);
  const crop = { rows: box.y1 - box.y0, columns: box.x1 - box.x0 };
  const whole = Number.isSafeInteger(box.x0) && Number.isSafeInteger(box.y0);
  if (!whole || !isPositive(crop) || !boxInside(box, image)) throw boxOutsideImage(box, image);
  return { pixels: image.pixels, strideColumns: image.columns, x0: box.x0, y0: box.y0, ...crop };
};

const checkOutput = (out: Float32Array, outOffset: number, size: ImageSize): void => {
  const needed = size.rows * size.columns;
  const fits = Number.isSafeInteger(outOffset) && outOffset >= 0 && outOffset + needed <= out.length;
  if (!fits) throw outputTooSmall(out.length, outOffset, needed);
};

export const checkSize = (size: ImageSize): void => {
  if (!isPositive(size)) throw sizeNotPositive(size, 'a resize to an image');
};

const regionInto = (
  out: Float32Array,
  outOffset: number,
  region: Region,
  { size, interpolation }: { readonly size: ImageSize; readonly interpolation: Interpolation },
): void => {
  checkSize(size);
  checkOutput(out, outOffset, size);
  const same = size.rows === region.rows && size.columns === region.columns;
  (same ? copyInto : RESIZERS[interpolation])(out, outOffset, region, size);
};

/**
 * As `resize`, written to `out` from `outOffset` on: a stack of slices is filled without copies.
 * The rest of `out` is left as it is.
 */
export const resizeInto = (
  out: Float32Array,
  outOffset: number,
  image: Image,
  size: ImageSize,
  interpolation: Interpolation = 'cubic',
): void => {
  regionInto(out, outOffset, wholeRegion(image), { size, interpolation });
};

/**
 * Resize, the same numbers as OpenCV's `cv2.resize` on float32.
 * @param image           row-major, [rows, columns], any range and any kind of numbers
 * @param size            of the result, in pixels
 * @param interpolation   cubic (a = -0.75) may overshoot the input's range; linear and area do not
 * @returns               [size.rows, size.columns]
 * Half-pixel centres, replicated border, no antialiasing (but for area). The same size is a copy.
 * Throws IMAGE_SIZE or PIXEL_COUNT.
 */
export const resize = (image: Image, size: ImageSize, interpolation: Interpolation = 'cubic'): Float32Array => {
  checkSize(size);
  const out = new Float32Array(size.rows * size.columns);
  resizeInto(out, 0, image, size, interpolation);
  return out;
};

/**
 * Cuts a box out of the image and resizes it bicubically, without a copy of the box.
 * Pixels beyond the box are never looked at: its own edge is what is replicated.
 * Throws BOX_OUTSIDE_IMAGE for a box that is empty, has fractions or leaves the image.
 */
export const cropResizeInto = (
  out: Float32Array,
  outOffset: number,
  image: Image,
  box: PixelBox,
  size: ImageSize,
): void => regionInto(out, outOffset, boxedRegion(image, box), { size, interpolation: 'cubic' });
