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
      `the box of columns ${x0} to ${x1} and rows ${y0} to ${y1} is empty or exceeds an image of ${sizeText(image)}; ` +
      'check it with boxInside first',
  });

export const channelOrderWrong = (order: readonly number[], channels: number): SpineError =>
  new SpineError({
    code: 'CHANNEL_ORDER',
    reason: `[${order.join(', ')}] is not a permutation of ${channels} channels; give each of 0 to ${channels - 1} once`,
  });

export const heatmapNotANumber = (place: string): SpineError =>
  new SpineError({
    code: 'HEATMAP_NAN',
    reason: `the heatmap is NaN at ${place}, so it has no peak; check the weights of the keypoint network and its input`,
  });

export const kernelWrong = (reason: string): SpineError =>
  new SpineError({ code: 'KERNEL', reason: `${reason}; expected a square kernel of odd size` });

export const logitsNotFinite = (logits: ArrayLike<number>): SpineError =>
  new SpineError({
    code: 'LOGITS_NOT_FINITE',
    reason:
      `the logits [${Array.from(logits).join(', ')}] are not finite and have no probabilities; ` +
      'check the weights of the network and its input',
  });

export const matrixSingular = (): SpineError =>
  new SpineError({
    code: 'MATRIX_SINGULAR',
    reason: 'the affine matrix is singular; use smaller shear angles',
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
    reason: `${length} pixels do not match ${what} of ${sizeText(size)}; give the size of the pixels`,
  });

export const sizeNotPositive = (size: SizePx, what: string): SpineError =>
  new SpineError({
    code: 'IMAGE_SIZE',
    reason: `invalid size of ${what}: ${sizeText(size)}; expected integers, at least 1`,
  });
