import { expect } from 'chai';
import * as fc from 'fast-check';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { type MeasuredSlice, sliceMeasures } from '../../../src/imaging/index.ts';

const SIZE = 96;

const sliceOf = (valueAt: (row: number, column: number) => number): MeasuredSlice => ({
  rows: SIZE,
  columns: SIZE,
  pixels: Float32Array.from({ length: SIZE * SIZE }, (_, i) => valueAt(Math.floor(i / SIZE), i % SIZE)),
});

/** Normally distributed, nearly: the sum of twelve uniform numbers. */
const gaussian = (rng: () => number): number => Array.from({ length: 12 }, rng).reduce((sum, one) => sum + one, -6);

const wave = (row: number, column: number) => 500 + 300 * Math.sin(row / 9) * Math.cos(column / 11);

describe('sliceMeasures', () => {
  it('estimates the deviation of noise on a smooth image', () => {
    const rng = createRng(1);
    const [deviation, slice] = [20, sliceOf((row, column) => wave(row, column) + 20 * gaussian(rng))];
    const ascending = Float64Array.from(slice.pixels).sort();
    const top = ascending[Math.round(0.99 * (ascending.length - 1))]!;
    expect(sliceMeasures([slice]).noise).to.be.closeTo(deviation / top, 0.1 * (deviation / top));
  });

  it('gives quartiles as shares of the 99th percentile', () => {
    const ramp = sliceOf((_, column) => column); // inner columns 2 to 93
    const { dark, middle, bright, contrast } = sliceMeasures([ramp]);
    expect(dark).to.be.closeTo(0.27, 0.02);
    expect(middle).to.be.closeTo(0.51, 0.02);
    expect(bright).to.be.closeTo(0.76, 0.02);
    expect(contrast).to.be.closeTo((0.76 - 0.27) / (0.76 + 0.27), 0.02);
  });

  it('has a sharpness of 1/4 for smooth images and 1 for noise', () => {
    const rng = createRng(2);
    expect(sliceMeasures([sliceOf((row, column) => row + column + 1)]).sharpness).to.be.closeTo(0.25, 1e-6);
    expect(sliceMeasures([sliceOf(() => 100 + gaussian(rng))]).sharpness).to.be.closeTo(1, 0.06);
  });

  it('does not depend on the scale of the values', () => {
    const rng = createRng(3);
    const slice = sliceOf((row, column) => wave(row, column) + 10 * gaussian(rng));
    const one = sliceMeasures([slice]);
    fc.assert(
      fc.property(fc.constantFrom(0.25, 2, 8), (factor) => {
        const scaled = { ...slice, pixels: Float32Array.from(slice.pixels, (value) => factor * value) };
        for (const [name, value] of Object.entries(sliceMeasures([scaled])))
          expect(value).to.be.closeTo(one[name as keyof typeof one]!, 1e-6);
      }),
    );
  });

  it('measures nothing on uniform or empty images', () => {
    expect(sliceMeasures([sliceOf(() => 0)])).to.deep.equal({});
    expect(sliceMeasures([sliceOf(() => 7)])).to.deep.equal({});
    expect(sliceMeasures([])).to.deep.equal({});
  });
});
