import { elementCount } from '../../domain/image.ts';
import { NO_REVERSAL, type Reversal } from '../../domain/mirror.ts';
import type { Stack } from '../../domain/results.ts';
import { affineMatrix, mirroredStack, warpedImage } from '../../imaging/index.ts';
import { mirrorUnknown } from '../errors.ts';
import type { View } from './views.ts';

/** What the mirror reverses in a stack; nothing for a blank one. @throws MIRROR_UNKNOWN */
export const reversalOf = (stack: Pick<Stack, 'blank' | 'inMirror' | 'site'>, name: string): Reversal => {
  if (stack.inMirror !== undefined) return stack.inMirror;
  if (stack.blank) return NO_REVERSAL;
  throw mirrorUnknown(name, stack.site);
};

/** Shifts slices by `by` towards the end, repeating the outermost one at the edge. */
export const movedSlices = (pixels: Float32Array, slices: number, by: number): Float32Array => {
  const plane = pixels.length / slices;
  const out = new Float32Array(pixels.length);
  for (let slice = 0; slice < slices; slice++) {
    const from = Math.min(Math.max(slice - by, 0), slices - 1);
    out.set(pixels.subarray(from * plane, (from + 1) * plane), slice * plane);
  }
  return out;
};

/** The rotation matrix of a view. */
export const turnOf = (
  { rotateDeg }: Pick<View, 'rotateDeg'>,
  size: { readonly rows: number; readonly columns: number },
) => affineMatrix({ rotateDeg, shearXDeg: 0, shearYDeg: 0 }, size);

/** The pixels of a stack in a view; the same array where nothing changes. */
export const viewedPixels = (
  pixels: Float32Array,
  shape: readonly number[],
  view: View,
  reversal: Reversal,
): Float32Array => {
  const [slices = 1, rows = 1, columns = 1] = shape;
  if (pixels.length !== elementCount(shape)) throw new RangeError('pixels and shape of a stack differ');
  const mirrored = view.mirror ? mirroredStack(pixels, shape, reversal) : pixels;
  const turned =
    view.rotateDeg === 0 ? mirrored : warpedImage(mirrored, { rows, columns }, turnOf(view, { rows, columns }));
  return view.shiftSlices === 0 ? turned : movedSlices(turned, slices, view.shiftSlices);
};
