import { expect } from 'chai';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { featureReferenceOf } from '../../../src/models/features/feature-reference.ts';
import { type FeatureVectors, featureDistance } from '../../../src/models/features/feature-space.ts';

const FEATURES = 8;
const ROWS = 5;

/** Studies of five regions that differ in every feature, and by a value common to a study. */
const studies = (seed: number, count: number, shift = 0): readonly FeatureVectors[] => {
  const rng = createRng(seed);
  return Array.from({ length: count }, () => {
    const common = rng();
    return {
      features: FEATURES,
      data: Float32Array.from({ length: ROWS * FEATURES }, (_, i) => rng() + common * (i % 2) + shift),
    };
  });
};

describe('featureReferenceOf', () => {
  const reference = featureReferenceOf(studies(1, 120), studies(2, 60));

  it('has a bound that new studies of the same kind respect, and others do not', () => {
    const bound = reference.bound!;
    expect(bound).to.be.closeTo(1.5 * reference.distances.high, 0.001);
    expect([reference.studies, reference.distances.count, reference.beyond]).to.deep.equal([120, 60, 0]);
    const far = (shift: number) =>
      studies(3, 300, shift).filter((study) => featureDistance(reference.space, study) > bound).length;
    expect(far(0)).to.be.at.most(3);
    expect(far(1.5)).to.equal(300);
  });

  it('counts validation studies beyond the bound, which do not move it', () => {
    const some = featureReferenceOf(studies(1, 120), [...studies(2, 200), ...studies(3, 1, 9)]);
    expect(some.beyond).to.equal(1);
    expect(some.bound).to.be.closeTo(reference.bound!, 0.2 * reference.bound!);
  });

  it('has no bound with fewer than 20 validation studies', () => {
    const few = featureReferenceOf(studies(1, 120), studies(2, 19));
    expect(few.bound).to.equal(undefined);
    expect(few.beyond).to.equal(0);
  });
});
