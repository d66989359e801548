import { expect } from 'chai';
import fc from 'fast-check';
import { gaussianHeatmap, spreadPeakOf } from '../../src/imaging/index.ts';

const SIZE = { rows: 128, columns: 128 };
const gaussian = (xNorm: number, yNorm: number, stdPx: number) =>
  gaussianHeatmap({ xNorm, yNorm }, { sizePx: 128, stdPx });
const spread = (map: Float32Array) => spreadPeakOf(map, SIZE).spread;

describe('spreadPeakOf', () => {
  it('is 0.783 of the width of a Gaussian', () => {
    // cut at half its height: mean of r^2 = 2 std^2 * (1 - (1 + log 2) / 2) / (1 - 1/2) = 0.6137 std^2
    expect(spread(gaussian(0.5, 0.5, 8))).to.be.closeTo((Math.sqrt(0.6137) * 8) / 128, 0.0005);
  });

  it('grows with a second peak by its distance', () => {
    const map = gaussian(0.25, 0.5, 3);
    const other = gaussian(0.75, 0.5, 3);
    const both = map.map((value, index) => value + 0.99 * other[index]!);
    expect(spread(both)).to.be.closeTo(0.5 * Math.sqrt(0.5), 0.02);
  });

  it('does not depend on the height of the map', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 3, noNaN: true }), (height) => {
        const map = gaussian(0.4, 0.6, 5);
        expect(spread(map.map((value) => height * value))).to.be.closeTo(spread(map)!, 1e-6);
      }),
      { numRuns: 20 },
    );
  });

  it('is the sum over all elements of at least half the height, for any size', () => {
    const maps = fc
      .record({ rows: fc.integer({ min: 1, max: 12 }), columns: fc.integer({ min: 1, max: 12 }) })
      .chain(({ rows, columns }) =>
        fc
          .float32Array({ minLength: rows * columns, maxLength: rows * columns, min: -1, max: 1, noNaN: true })
          .map((map) => ({ rows, columns, map })),
      );
    fc.assert(
      fc.property(maps, ({ map, ...size }) => {
        const { spread: found, row, column, value } = spreadPeakOf(map, size);
        if (value <= 0) {
          expect(found).to.equal(undefined);
          return;
        }
        const counted = [...map].flatMap((height, index) => {
          const down = (Math.floor(index / size.columns) - row) / size.rows;
          const across = ((index % size.columns) - column) / size.columns;
          return height < value / 2 ? [] : [{ height, square: down * down + across * across }];
        });
        const total = (of: (one: (typeof counted)[number]) => number) => counted.reduce((sum, one) => sum + of(one), 0);
        const expected = Math.sqrt(total(({ height, square }) => height * square) / total(({ height }) => height));
        expect(found).to.be.closeTo(expected, 1e-12);
      }),
    );
  });

  it('is unknown of a map without a peak, and 0 of a single element', () => {
    expect(spread(new Float32Array(128 * 128))).to.equal(undefined);
    const single = new Float32Array(128 * 128);
    single[5000] = 1;
    expect(spread(single)).to.equal(0);
  });
});
