import { expect } from 'chai';
import { cumulativeErrors, keypointErrors } from '../../../src/evaluation/metrics/keypoint-errors.ts';

describe('keypointErrors', () => {
  const at = (errorMm: number | undefined, condition = 'spinal_canal_stenosis' as const) => ({
    condition,
    level: 'l1_l2' as const,
    errorMm,
  });

  it('summarises the points found, and holds against them those that were not', () => {
    const [all, spinal, left] = keypointErrors([at(1), at(2), at(9), at(undefined)]);
    expect(all).to.include({ conditions: 'all', points: 4, found: 3, meanMm: 4, medianMm: 2, withinShare: 0.5 });
    expect(all!.p95Mm).to.be.closeTo(2 + 0.9 * 7, 1e-12);
    expect(spinal).to.eql({ ...all, conditions: 'spinal_canal_stenosis' });
    expect(left).to.include({ points: 0, found: 0, meanMm: undefined, withinShare: undefined });
  });

  it('counts exactly 5 mm as within', () => expect(keypointErrors([at(5), at(5.001)])[0]!.withinShare).to.equal(0.5));

  it('has a curve that ends with the share of the points found', () => {
    expect(cumulativeErrors([at(3), at(1), at(undefined), at(2)])).to.eql([
      { errorMm: 1, share: 0.25 },
      { errorMm: 2, share: 0.5 },
      { errorMm: 3, share: 0.75 },
    ]);
  });
});
