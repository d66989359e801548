import { SpineError } from '../domain/spine-error.ts';
import type { PixelBox } from './crop.ts';

interface SizePx {
  readonly rows: number;
  readonly columns: number;
}

const sizeText = ({ rows, columns }: SizePx): string => `${rows} x ${columns} (rows x columns)`;

export const boxOutsideImage = ({ x0, y0, x1, y1 }: PixelBox, image: SizePx): SpineError =>
  new SpineError({
    code: 'BOX_OUTSIDE_IMAGE',
    reason:
      `the box of columns ${x0} to ${x1} and rows ${y0} to ${y1} is empty or leaves an image of ${sizeText(image)}; ` +
      'a crop needs whole pixels inside the image: ask boxInside first',
  });

export const channelOrderWrong = (order: readonly number[], channels: number): SpineError =>
  new SpineError({
    code: 'CHANNEL_ORDER',
    reason: `[${order.join(', ')}] is no order of ${channels} channels; name each of 0 to ${channels - 1} once`,
  });

export const heatmapNotANumber = (place: string): SpineError =>
  new SpineError({
    code: 'HEATMAP_NAN',
    reason:
      `the heatmap is NaN at ${place}, so it has no peak; ` +
      'check the weights of the keypoint network and the pixels it was given',
  });

export const kernelWrong = (reason: string): SpineError =>
  new SpineError({ code: 'KERNEL', reason: `${reason}; a filter needs an odd square kernel` });

export const logitsNotFinite = (logits: ArrayLike<number>): SpineError =>
  new SpineError({
    code: 'LOGITS_NOT_FINITE',
    reason:
      `the logits [${Array.from(logits).join(', ')}] have no probabilities: they hold a NaN or an infinity; ` +
      'check the weights of the network and the pixels it was given',
  });

export const matrixSingular = (): SpineError =>
  new SpineError({
    code: 'MATRIX_SINGULAR',
    reason: 'the affine matrix flattens the image to a line and cannot be undone; use smaller shear angles',
  });

export const outputTooSmall = (length: number, offset: number, needed: number): SpineError =>
  new SpineError({
    code: 'OUTPUT_TOO_SMALL',
    reason:
      `${needed} elements at offset ${offset} do not fit into an output of ${length}; ` +
      'allocate rows x columns for each slice of the stack',
  });

export const pixelCountWrong = (length: number, size: SizePx, what = 'an image'): SpineError =>
  new SpineError({
    code: 'PIXEL_COUNT',
    reason: `${length} pixels cannot be ${what} of ${sizeText(size)}; give the size that belongs to the pixels`,
  });

export const sizeNotPositive = (size: SizePx, what: string): SpineError =>
  new SpineError({
    code: 'IMAGE_SIZE',
    reason: `${what} of ${sizeText(size)} is impossible; both must be whole numbers of at least 1`,
  });
