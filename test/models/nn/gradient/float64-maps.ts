import type { Conv2dOptions, MaxPoolOptions, ResizeOptions } from '../../../../src/models/nn/ops.ts';
import { conv2dShape, maxPoolShape } from '../../../../src/models/nn/shape-rules.ts';
import { count, type Float64Tensor, sizes } from './float64-tensor.ts';

/** Operations on maps, from their definitions. */

type Visit = (places: { readonly x: number; readonly weight: number; readonly y: number }) => void;

/** Calls `visit` for every product of a convolution. */
const eachProduct = (
  x: readonly number[],
  weight: readonly number[],
  options: Conv2dOptions,
  visit: Visit,
): readonly number[] => {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const y = sizes(conv2dShape(x, weight, options));
  const [n, out, rows, columns] = y as [number, number, number, number];
  const [, perGroup, kernelRows, kernelColumns] = weight as [number, number, number, number];
  const [, channels, height, width] = x as [number, number, number, number];
  for (let s = 0; s < n; s++)
    for (let o = 0; o < out; o++)
      for (let c = 0; c < perGroup; c++) {
        const channel = Math.floor(o / (out / groups)) * perGroup + c;
        for (let kr = 0; kr < kernelRows; kr++)
          for (let kc = 0; kc < kernelColumns; kc++)
            for (let r = 0; r < rows; r++) {
              const row = r * stride - padding + kr * dilation;
              if (row < 0 || row >= height) continue;
              for (let k = 0; k < columns; k++) {
                const column = k * stride - padding + kc * dilation;
                if (column < 0 || column >= width) continue;
                visit({
                  x: ((s * channels + channel) * height + row) * width + column,
                  weight: ((o * perGroup + c) * kernelRows + kr) * kernelColumns + kc,
                  y: ((s * out + o) * rows + r) * columns + k,
                });
              }
            }
      }
  return y;
};

export const conv2d = (
  x: Float64Tensor,
  weight: Float64Tensor,
  bias: Float64Tensor | undefined,
  options: Conv2dOptions,
): Float64Tensor => {
  const shape = sizes(conv2dShape(x.shape, weight.shape, options));
  const plane = shape[2]! * shape[3]!;
  const data = Float64Array.from(
    { length: count(shape) },
    (_, i) => bias?.data[Math.floor(i / plane) % shape[1]!] ?? 0,
  );
  eachProduct(x.shape, weight.shape, options, (at) => {
    data[at.y]! += x.data[at.x]! * weight.data[at.weight]!;
  });
  return { shape, data };
};

export const convInputGradient = (
  upstream: Float64Tensor,
  weight: Float64Tensor,
  shape: readonly number[],
  options: Conv2dOptions,
): Float64Tensor => {
  const data = new Float64Array(count(shape));
  eachProduct(shape, weight.shape, options, (at) => {
    data[at.x]! += upstream.data[at.y]! * weight.data[at.weight]!;
  });
  return { shape, data };
};

export const convWeightGradient = (
  x: Float64Tensor,
  upstream: Float64Tensor,
  shape: readonly number[],
  options: Conv2dOptions,
): Float64Tensor => {
  const data = new Float64Array(count(shape));
  eachProduct(x.shape, shape, options, (at) => {
    data[at.weight]! += upstream.data[at.y]! * x.data[at.x]!;
  });
  return { shape, data };
};

/** For every window, the place of its maximum in x. */
const maxima = (x: Float64Tensor, { size, stride, padding }: MaxPoolOptions): readonly number[] => {
  const [n, channels, rows, columns] = sizes(maxPoolShape(x.shape, { size, stride, padding })) as [
    number,
    number,
    number,
    number,
  ];
  const [height, width] = x.shape.slice(2) as [number, number];
  const places: number[] = [];
  for (let plane = 0; plane < n * channels; plane++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        let best = -1;
        for (let row = r * stride - padding; row < r * stride - padding + size; row++)
          for (let column = c * stride - padding; column < c * stride - padding + size; column++) {
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            const place = (plane * height + row) * width + column;
            if (best < 0 || x.data[place]! > x.data[best]!) best = place;
          }
        places.push(best);
      }
  return places;
};

export const maxPool = (x: Float64Tensor, options: MaxPoolOptions): Float64Tensor => ({
  shape: sizes(maxPoolShape(x.shape, options)),
  data: Float64Array.from(maxima(x, options), (place) => x.data[place]!),
});

export const maxPoolGradient = (x: Float64Tensor, upstream: Float64Tensor, options: MaxPoolOptions): Float64Tensor => {
  const data = new Float64Array(x.data.length);
  for (const [window, place] of maxima(x, options).entries()) data[place]! += upstream.data[window]!;
  return { shape: x.shape, data };
};

/** Where the result's pixel lies in the source, and how much its right or lower neighbour counts. */
const between = (to: number, size: number, from: number, alignCorners: boolean) => {
  const ideal = alignCorners ? (to * (from - 1)) / Math.max(1, size - 1) : ((to + 0.5) * from) / size - 0.5;
  const position = Math.min(Math.max(ideal, 0), from - 1);
  const low = Math.floor(position);
  return { low, high: Math.min(low + 1, from - 1), share: position - low };
};

export const resizeBilinear = (x: Float64Tensor, { rows, columns, alignCorners }: ResizeOptions): Float64Tensor => {
  const [n, channels, height, width] = x.shape as [number, number, number, number];
  const data = new Float64Array(n * channels * rows * columns);
  let i = 0;
  for (let plane = 0; plane < n * channels; plane++)
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) {
        const row = between(r, rows, height, alignCorners);
        const column = between(c, columns, width, alignCorners);
        const at = (y: number, z: number) => x.data[(plane * height + y) * width + z]!;
        const along = (y: number) => at(y, column.low) * (1 - column.share) + at(y, column.high) * column.share;
        data[i++] = along(row.low) * (1 - row.share) + along(row.high) * row.share;
      }
  return { shape: [n, channels, rows, columns], data };
};
