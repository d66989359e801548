import type { Image } from '../domain/image.ts';
import { boxInside, type PixelBox } from './crop.ts';
import { boxOutsideImage, outputTooSmall, pixelCountWrong, sizeNotPositive } from './errors.ts';
import { type Region, rowReader } from './region.ts';
import { resampleInto } from './resample.ts';
import { shrinkByAreaInto } from './shrink-by-area.ts';
import { areaGrowTaps, cubicTaps, linearTaps, type Taps } from './taps.ts';

/** Named after OpenCV's INTER_CUBIC, INTER_LINEAR and INTER_AREA. */
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

/** Copies, for equal sizes. */
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

/** The whole image as a region. Throws IMAGE_SIZE or PIXEL_COUNT. */
export const wholeRegion = (image: Image): Region => {
  checkImage(image);
  const { pixels, rows, columns } = image;
  return { pixels, strideColumns: columns, x0: 0, y0: 0, rows, columns };
};

/** A box of an image as a region. Throws BOX_OUTSIDE_IMAGE for an empty or fractional box or one that leaves the image. */
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
 * Resizes an image like `resize`, into part of an array, which fills a stack of slices without copies.
 * @param out        receives [size.rows, size.columns] from `outOffset` on; the rest keeps its values
 * @throws as `resize`
 *
 * @example
 * import { resizeInto } from 'spinestream/imaging';
 *
 * const stack = new Float32Array(2 * 4); // two slices of 2 x 2 pixels
 * const slice = { rows: 2, columns: 2, pixels: [1, 2, 3, 4] };
 * resizeInto(stack, 4, slice, { rows: 2, columns: 2 });
 * stack; // Float32Array(8) [0, 0, 0, 0, 1, 2, 3, 4]
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
 * Resizes an image; returns the same values as OpenCV's `cv2.resize` on float32.
 * Samples at pixel centres, replicates the border and does not antialias, except for `area`. The same size gives a copy.
 * @param image           row-major, [rows, columns], of any range and numeric type
 * @param size            size of the result, in pixels
 * @param interpolation   `cubic` (a = -0.75) may overshoot the input's range; `linear` and `area` do not
 * @returns               [size.rows, size.columns]
 * @throws IMAGE_SIZE for a size that is not a positive integer, PIXEL_COUNT if the number of pixels does not match the image
 *
 * @example
 * import { resize } from 'spinestream/imaging';
 *
 * const image = { rows: 1, columns: 4, pixels: [0, 10, 20, 30] };
 * resize(image, { rows: 1, columns: 2 }, 'area'); // Float32Array(2) [5, 25]
 * resize(image, { rows: 1, columns: 3 }, 'linear'); // Float32Array(3) [1.66..., 15, 28.33...]
 */
export const resize = (image: Image, size: ImageSize, interpolation: Interpolation = 'cubic'): Float32Array => {
  checkSize(size);
  const out = new Float32Array(size.rows * size.columns);
  resizeInto(out, 0, image, size, interpolation);
  return out;
};

/**
 * Crops a box of an image and resizes it bicubically into part of an array, without copying the box.
 * Reads no pixel beyond the box; replicates its edge instead.
 * @param out        receives [size.rows, size.columns] from `outOffset` on
 * @param image      row-major, [rows, columns]
 * @param box        half open, in whole pixels of the image
 * @throws BOX_OUTSIDE_IMAGE for an empty or fractional box, or one that leaves the image
 *
 * @example
 * import { cropResizeInto } from 'spinestream/imaging';
 *
 * const image = { rows: 3, columns: 4, pixels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] };
 * const out = new Float32Array(4);
 * cropResizeInto(out, 0, image, { x0: 1, y0: 1, x1: 3, y1: 3 }, { rows: 2, columns: 2 });
 * out; // Float32Array(4) [5, 6, 9, 10]
 */
export const cropResizeInto = (
  out: Float32Array,
  outOffset: number,
  image: Image,
  box: PixelBox,
  size: ImageSize,
): void => regionInto(out, outOffset, boxedRegion(image, box), { size, interpolation: 'cubic' });
