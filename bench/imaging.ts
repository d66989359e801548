import type { Image } from '../src/domain/image.ts';
import {
  affineMatrix,
  correlated,
  cropResizeInto,
  gaussianHeatmaps,
  mirroredColumns,
  peakOf,
  resizeInto,
  sharpenKernel,
  standardiseInPlace,
  warpedImage,
} from '../src/imaging/index.ts';
import { uniformAt } from '../src/models/weights/fill.ts';

const ROUNDS = 41;

/** Median times of `work` in ms, without the warm-up rounds. */
const medianMs = (work: (round: number) => void): number => {
  for (let round = 0; round < 10; round++) work(round);
  const times = Array.from({ length: ROUNDS }, (_, round) => {
    const start = performance.now();
    work(round);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[ROUNDS >> 1]!;
};

/** The pixel types of DICOM files, mixed. */
const imagesOf = (rows: number, columns: number): readonly Image[] => {
  const values = Array.from({ length: rows * columns }, (_, i) => 127 * uniformAt(rows, i));
  return [Int16Array, Uint16Array, Uint8Array, Int8Array, Float32Array].map((Pixels) => ({
    rows,
    columns,
    pixels: Pixels.from(values),
  }));
};

/** Measures the kernels at the sizes of the method; one line each: name, median time, time per pixel. */
export const imagingBench = async (report: (line: string) => void): Promise<void> => {
  const line = (name: string, pixels: number, work: (round: number) => void): void => {
    const ms = medianMs(work);
    report(
      `${name.padEnd(44)} ${ms.toFixed(3).padStart(8)} ms ${((ms * 1e6) / pixels).toFixed(2).padStart(7)} ns/pixel`,
    );
  };
  const input = { rows: 512, columns: 512 };
  const area = input.rows * input.columns;
  const stack = new Float32Array(5 * area);

  for (const [rows, columns] of [
    [384, 384],
    [640, 640],
    [512, 512],
  ] as const) {
    const images = imagesOf(rows, columns);
    line(`bicubic ${rows} x ${columns} to 512 x 512`, area, (i) =>
      resizeInto(stack, (i % 5) * area, images[i % 5]!, input),
    );
  }
  for (const sizePx of [128, 224]) {
    const images = imagesOf(320, 320);
    const size = { rows: sizePx, columns: sizePx };
    line(`crop 80 x 80, bicubic to ${sizePx} x ${sizePx}`, sizePx * sizePx, (i) =>
      cropResizeInto(stack, 0, images[i % 5]!, { x0: 100, y0: 90, x1: 180, y1: 170 }, size),
    );
  }
  const noise = Float32Array.from(stack, (_, i) => 4096 * uniformAt(1, i));
  line('standardise 5 x 512 x 512 (with its copy)', stack.length, () => {
    stack.set(noise);
    standardiseInPlace(stack);
  });
  const rois = noise.slice(0, 5 * 128 * 128);
  line('standardise 5 x 128 x 128', rois.length, () => standardiseInPlace(rois));
  line('mirror 5 x 128 x 128', rois.length, () => mirroredColumns(rois, { rows: 128, columns: 128 }));
  line('peak of 512 x 512', area, (i) => peakOf(noise.subarray((i % 5) * area, ((i % 5) + 1) * area), input));
  const points = Array.from({ length: 5 }, (_, i) => ({ xNorm: 0.5, yNorm: 0.1 + 0.2 * i }));
  line('5 heatmaps of 512 x 512', 5 * area, () => gaussianHeatmaps(points, { sizePx: 512, stdPx: 10 }));
  const turn = affineMatrix({ rotateDeg: 10, shearXDeg: 5, shearYDeg: -7 }, input);
  line('affine warp of 5 x 512 x 512', stack.length, () => warpedImage(noise, input, turn));
  const sharpen = sharpenKernel({ alpha: 0.3, lightness: 0.8 });
  line('sharpen 5 x 512 x 512', stack.length, () => correlated(noise, input, sharpen));
};
