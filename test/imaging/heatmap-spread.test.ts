import { expect } from 'chai';
import fc from 'fast-check';
import { gaussianHeatmap, peakOf, spreadOf } from '../../src/imaging/index.ts';

const SIZE = { rows: 128, columns: 128 };
const gaussian = (xNorm: number, yNorm: number, stdPx: number) =>
  gaussianHeatmap({ xNorm, yNorm }, { sizePx: 128, stdPx });
const spread = (map: Float32Array) => spreadOf(map, SIZE, peakOf(map, SIZE));

describe('spreadOf', () => {
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

  it('is unknown of a map without a peak, and 0 of a single element', () => {
    expect(spread(new Float32Array(128 * 128))).to.equal(undefined);
    const single = new Float32Array(128 * 128);
    single[5000] = 1;
    expect(spread(single)).to.equal(0);
  });
});
