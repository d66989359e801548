import { expect } from 'chai';
import { type AffineMatrix, affineMatrix } from '../../../src/imaging/augmentation/affine.ts';
import { warpedHeatmaps, warpedImage } from '../../../src/imaging/augmentation/warp.ts';
import { gaussianHeatmaps } from '../../../src/imaging/heatmap.ts';
import { peakOf } from '../../../src/imaging/peak.ts';
import { describeGoldens, goldenInput, goldenJson, goldenNpy, maxAbsDiff } from '../../support/goldens.ts';
import { mapPoint } from '../../support/map-point.ts';
import { channelsFirst, subsampled } from '../subsample.ts';
import { thrownBy } from '../thrown.ts';

const IDENTITY: AffineMatrix = { xx: 1, xy: 0, x0: 0, yx: 0, yy: 1, y0: 0 };
const SIZE = { rows: 2, columns: 3 };
const STACK = Float32Array.of(1, 2, 3, 4, 5, 6, /**/ 10, 20, 30, 40, 50, 60);

describe('warpedImage', () => {
  it('moves each slice and fills with zeros', () => {
    const result = warpedImage(STACK, SIZE, { ...IDENTITY, x0: 1 });
    expect([...result]).to.deep.equal([0, 1, 2, 0, 4, 5, /**/ 0, 10, 20, 0, 40, 50]);
  });

  it('blends between pixels, and between pixels and the zeros outside', () => {
    // a quarter pixel to the left: output = 3/4 of its own pixel, 1/4 of the right neighbour
    const result = warpedImage(STACK.subarray(0, 3), { rows: 1, columns: 3 }, { ...IDENTITY, x0: -0.25 });
    expect([...result]).to.deep.equal([1.25, 2.25, 2.25]);
    // half a pixel down and right
    expect(warpedImage(STACK.subarray(0, 6), SIZE, { ...IDENTITY, x0: 0.5, y0: 0.5 })[4]).to.equal((1 + 2 + 4 + 5) / 4);
  });

  it('rounds positions to 1/32 of a pixel', () => {
    const shifted = (x0: number) => warpedImage(Float32Array.of(0, 32), { rows: 1, columns: 2 }, { ...IDENTITY, x0 });
    expect(shifted(-3.4 / 32)[0]).to.equal(3);
    expect(shifted(-3.6 / 32)[0]).to.equal(4);
  });

  it('gives a copy for the identity', () => {
    const result = warpedImage(STACK, SIZE, IDENTITY);
    expect(result).to.deep.equal(STACK);
    expect(result).not.to.equal(STACK);
  });

  it('refuses a stack that holds no whole slices', () => {
    expect(thrownBy(() => warpedImage(STACK, { rows: 5, columns: 2 }, IDENTITY))?.code).to.equal('PIXEL_COUNT');
  });
});

describe('warpedHeatmaps', () => {
  it('takes the nearest pixel', () => {
    const row = { rows: 1, columns: 3 };
    const shifted = (x0: number) => [...warpedHeatmaps(STACK.subarray(0, 3), row, { ...IDENTITY, x0 })];
    expect(shifted(-0.4)).to.deep.equal([1, 2, 3]);
    expect(shifted(-0.6)).to.deep.equal([2, 3, 0]);
  });
});

interface AffineCase {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly rotate: number;
  readonly shear_x: number;
  readonly shear_y: number;
  readonly matrix: readonly (readonly [number, number, number])[];
  readonly identity: boolean;
  readonly input: { readonly fill_name: string; readonly shape: readonly number[]; readonly values: string };
  readonly image_file: string;
  readonly heatmap_file: string;
  readonly heatmap_std: number;
  readonly subsample: string | null;
  readonly keypoints_xy: readonly (readonly [number, number])[];
  readonly keypoints_mapped_xy: readonly (readonly [number, number])[];
  readonly heatmap_peaks_yx: readonly (readonly [number, number])[];
}

/** A dozen float64 roundings at values of some hundreds. */
const MATRIX_TOLERANCE = 1e-12;
const HEATMAP_TOLERANCE = 1e-6;

describeGoldens('affine augmentation against the original', () => {
  const { affine } = goldenJson<{ affine: AffineCase[] }>('imaging', 'augmentation', 'manifest.json');
  for (const golden of affine) {
    const size = { rows: golden.height, columns: golden.width };
    const area = size.rows * size.columns;
    const matrix = affineMatrix(
      { rotateDeg: golden.rotate, shearXDeg: golden.shear_x, shearYDeg: golden.shear_y },
      size,
    );
    const planes = (stack: Float32Array) =>
      Array.from({ length: stack.length / area }, (_, i) => stack.subarray(i * area, (i + 1) * area));
    const kept = (stack: Float32Array) => planes(stack).flatMap((plane) => subsampled(plane, size, golden.subsample));

    it(`${golden.name}: the matrix, and where it takes keypoints`, () => {
      const { xx, xy, x0, yx, yy, y0 } = matrix;
      expect(maxAbsDiff([xx, xy, x0, yx, yy, y0, 0, 0, 1], golden.matrix.flat())).to.be.at.most(MATRIX_TOLERANCE);
      for (const [i, [xPx, yPx]] of golden.keypoints_xy.entries()) {
        const mapped = mapPoint(matrix, { xPx, yPx });
        expect(maxAbsDiff([mapped.xPx, mapped.yPx], golden.keypoints_mapped_xy[i]!)).to.be.at.most(MATRIX_TOLERANCE);
      }
    });

    it(`${golden.name}: the image, bit for bit`, () => {
      const { fill_name, shape, values } = golden.input;
      const stack = channelsFirst(goldenInput(fill_name, shape, values), 3);
      const expected = goldenNpy('imaging', 'augmentation', golden.image_file).data;
      expect(maxAbsDiff(kept(warpedImage(stack, size, matrix)), channelsFirst(expected, 3))).to.equal(0);
    });

    it(`${golden.name}: the heatmaps and their peaks`, () => {
      const count = golden.keypoints_xy.length;
      const points = golden.keypoints_xy.map(([x, y]) => ({ xNorm: x / size.columns, yNorm: y / size.rows }));
      const stack =
        size.rows === size.columns
          ? gaussianHeatmaps(points, { sizePx: size.rows, stdPx: golden.heatmap_std })
          : oblongHeatmaps(golden);
      const result = warpedHeatmaps(stack, size, matrix);
      const expected = channelsFirst(goldenNpy('imaging', 'augmentation', golden.heatmap_file).data, count);
      expect(maxAbsDiff(kept(result), expected)).to.be.at.most(HEATMAP_TOLERANCE);
      const peaks = planes(result).map((plane) => peakOf(plane, size));
      expect(peaks.map(({ row, column }) => [row, column])).to.deep.equal(golden.heatmap_peaks_yx);
    });
  }
  it('covers all cases', () => expect(affine).to.have.length(9));
});

/** Gaussians on an image that is not square, which the product never draws. */
const oblongHeatmaps = ({ width, height, heatmap_std: std, keypoints_xy }: AffineCase): Float32Array =>
  Float32Array.from(
    keypoints_xy.flatMap(([x, y]) =>
      Array.from({ length: width * height }, (_, i) =>
        Math.exp(-(((i % width) - x) ** 2 + (Math.floor(i / width) - y) ** 2) / (2 * std * std)),
      ),
    ),
  );
