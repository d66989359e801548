import { expect } from 'chai';
import fc from 'fast-check';
import { argMax, peakOf } from '../../src/imaging/peak.ts';
import { thrownBy } from './thrown.ts';

describe('argMax', () => {
  it('names the first of equal maxima', () => {
    expect(argMax([1, 5, 3, 5])).to.equal(1);
    expect(argMax(new Float32Array(4))).to.equal(0);
  });

  it('finds a maximum below 0, and infinities', () => {
    expect(argMax([-3, -1, -2])).to.equal(1);
    expect(argMax([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).to.equal(0);
    expect(argMax([0, Number.POSITIVE_INFINITY, 1])).to.equal(1);
  });

  it('agrees with the plain definition', () => {
    const maps = fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1 });
    fc.assert(
      fc.property(maps, (map) => {
        expect(argMax(map)).to.equal(map.indexOf(Math.max(...map)));
      }),
    );
  });

  it('refuses a NaN wherever it stands', () => {
    expect(thrownBy(() => argMax([1, 2, Number.NaN]))).to.deep.equal({
      code: 'HEATMAP_NAN',
      reason:
        'the heatmap is NaN at element 2, so it has no peak; ' +
        'check the weights of the keypoint network and its input',
    });
    expect(thrownBy(() => argMax([Number.NaN, 2]))?.code).to.equal('HEATMAP_NAN');
  });
});

describe('peakOf', () => {
  const size = { rows: 2, columns: 4 };

  it('gives the place in pixels and as a share of each axis, without half a pixel', () => {
    const map = Float32Array.of(0, 0, 0, 0, 0, 0, 0, 2.5);
    expect(peakOf(map, size)).to.deep.equal({ row: 1, column: 3, value: 2.5, xNorm: 0.75, yNorm: 0.5 });
  });

  it('names the first of equal maxima in row-major order', () => {
    const { row, column } = peakOf([0, 0, 0, 1, 1, 0, 0, 0], size);
    expect({ row, column }).to.deep.equal({ row: 0, column: 3 });
  });

  it('refuses a map with a NaN and says where', () => {
    expect(thrownBy(() => peakOf([0, 9, 0, 0, 0, Number.NaN, 0, 0], size))).to.deep.equal({
      code: 'HEATMAP_NAN',
      reason:
        'the heatmap is NaN at row 1, column 1, so it has no peak; ' +
        'check the weights of the keypoint network and its input',
    });
  });

  it('refuses a map of another size, and an empty one', () => {
    expect(thrownBy(() => peakOf([1, 2, 3], size))?.reason).to.equal(
      '3 pixels do not match a heatmap of 2 x 4 (rows x columns); give the size of the pixels',
    );
    expect(thrownBy(() => peakOf([], { rows: 0, columns: 4 }))?.code).to.equal('IMAGE_SIZE');
  });
});
