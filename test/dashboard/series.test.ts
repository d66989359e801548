import { expect } from 'chai';
import { boundedSeries } from '../../src/dashboard/series.ts';

describe('boundedSeries', () => {
  it('keeps every point while there are few', () => {
    const series = boundedSeries(4);
    for (const x of [0, 1, 2]) series.add(x, 10 * x);
    expect(series.points()).to.deep.equal([
      [0, 0],
      [1, 10],
      [2, 20],
    ]);
  });

  it('is a coarser picture of the whole when there are many, never more than its bound', () => {
    const series = boundedSeries(100);
    for (let x = 0; x < 12_345; x++) {
      series.add(x, 3 * x);
      expect(series.points().length).to.be.below(100);
    }
    const points = series.points();
    expect(points.length).to.be.above(40);
    for (const [x, y] of points) expect(y).to.be.closeTo(3 * x, 1e-6);
    expect(points[0]![0]).to.be.below(200);
    expect(points.at(-1)![0]).to.be.above(12_000);
  });
});
