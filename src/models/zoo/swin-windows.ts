import { timesDim } from '../nn/dim.ts';
import type { Ops } from '../nn/ops.ts';
import { sizeAt } from '../nn/shape-rules.ts';

/** Partition of a square map into square windows, shifted right and down with wraparound. */
export interface WindowGrid {
  readonly sizePx: number;
  readonly windowPx: number;
  readonly shiftPx: number;
}

/** Mask added to scores: `values` [windows of a map, places, places]. */
export interface WindowMask {
  readonly values: Float32Array;
  readonly shape: readonly [windows: number, places: number, places: number];
}

/** Penalty for scores of places that are only adjacent by wraparound. */
const APART = -100;

const windowsAlong = ({ sizePx, windowPx }: WindowGrid): number => sizePx / windowPx;

const shifted = <T>(nn: Ops<T>, x: T, shift: number): T => nn.roll(nn.roll(x, { axis: 1, shift }), { axis: 2, shift });

/** [n, size, size, channels] to [n * windows, window * window, channels], windows row by row. */
export const inWindows = <T>(nn: Ops<T>, x: T, grid: WindowGrid): T => {
  const { windowPx, shiftPx } = grid;
  const count = windowsAlong(grid);
  const [n] = nn.shapeOf(x);
  const channels = sizeAt(nn.shapeOf(x), 3);
  const cut = nn.reshape(shifted(nn, x, -shiftPx), [n!, count, windowPx, count, windowPx, channels]);
  return nn.reshape(nn.transpose(cut, [0, 1, 3, 2, 4, 5]), [timesDim(n!, count ** 2), windowPx ** 2, channels]);
};

/** The inverse of `inWindows`; `like` is its original map. */
export const outOfWindows = <T>(nn: Ops<T>, windows: T, like: T, grid: WindowGrid): T => {
  const { windowPx, shiftPx } = grid;
  const count = windowsAlong(grid);
  const [n, , , channels] = nn.shapeOf(like);
  const cut = nn.reshape(windows, [n!, count, count, windowPx, windowPx, channels!]);
  return shifted(nn, nn.reshape(nn.transpose(cut, [0, 1, 3, 2, 4, 5]), nn.shapeOf(like)), shiftPx);
};

/**
 * Row of the bias table for each pair of places in a window, by relative position, [window^2, window^2] row-major: (row distance + window - 1) * (2
 * window - 1) + column distance + window - 1.
 */
export const relativePositionIndex = (windowPx: number): readonly number[] => {
  const side = 2 * windowPx - 1;
  const places = Array.from({ length: windowPx ** 2 }, (_, place) => place);
  const row = (place: number) => Math.floor(place / windowPx);
  const column = (place: number) => place % windowPx;
  return places.flatMap((a) =>
    places.map((b) => (row(a) - row(b) + windowPx - 1) * side + column(a) - column(b) + windowPx - 1),
  );
};

/**
 * Mask of places in shifted windows that are not adjacent in the map, [windows, window^2, window^2]: 0 or -100. Along an axis, a window may hold up
 * to two regions: before and after the wraparound.
 */
export const shiftMask = (grid: WindowGrid): WindowMask => {
  const { sizePx, windowPx, shiftPx } = grid;
  const count = windowsAlong(grid);
  const places = windowPx ** 2;
  const afterWrap = (position: number) => (position >= sizePx - shiftPx ? 1 : 0);
  const region = (window: number, place: number) => {
    const row = Math.floor(window / count) * windowPx + Math.floor(place / windowPx);
    const column = (window % count) * windowPx + (place % windowPx);
    return 2 * afterWrap(row) + afterWrap(column);
  };
  const values = new Float32Array(count ** 2 * places ** 2);
  for (let window = 0, i = 0; window < count ** 2; window++)
    for (let a = 0; a < places; a++)
      for (let b = 0; b < places; b++, i++) values[i] = region(window, a) === region(window, b) ? 0 : APART;
  return { values, shape: [count ** 2, places, places] };
};
