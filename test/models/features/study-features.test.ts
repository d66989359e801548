import { expect } from 'chai';
import type { FeatureReference } from '../../../src/models/features/feature-reference.ts';
import { rowsWithPixels, studyFeatureDistance } from '../../../src/models/features/study-features.ts';
import type { ModelSet } from '../../../src/models/model-store.ts';

/** Two features of variance 1 about the origin. */
const reference = (bound?: number): FeatureReference => ({
  ...{ studies: 30, beyond: 0, ...(bound !== undefined && { bound }) },
  distances: { count: 20, low: 0, median: 1, high: 1.5, values: [1] },
  space: { mean: new Float32Array(2), directions: [], variances: [], remainder: 1 },
});

const model = (features?: readonly FeatureReference[]): ModelSet => ({
  name: 'spinal',
  architecture: { config: { kind: 'spinal' }, inputs: [], outputs: [] },
  members: [],
  features,
});

const outputs = (...features: readonly number[]) => ({
  features: { shape: [features.length / 2, 2], data: Float32Array.from(features) },
});

const NONE = { network: 'spinal', distance: undefined, usual: undefined, bound: undefined };

describe('studyFeatureDistance', () => {
  it('is the mean over rows and folds', () => {
    const found = studyFeatureDistance(
      model([reference(2), reference(4)]),
      [0, 2],
      [outputs(1, 1, 9, 9, 3, 3), outputs(6, 6, 9, 9, 6, 6)],
    );
    expect(found.distance).to.be.closeTo(4, 1e-9);
    expect(found).to.deep.include({ network: 'spinal', usual: 1.5, bound: 3 });
  });

  it('is unknown without recorded features, without rows, and from a network that gives none', () => {
    expect(studyFeatureDistance(model(), [0], [outputs(1, 1)])).to.deep.equal(NONE);
    expect(studyFeatureDistance(model([reference(2)]), [], [outputs(1, 1)]).distance).to.equal(undefined);
    expect(studyFeatureDistance(model([reference(2)]), [0], [{}]).distance).to.equal(undefined);
  });

  it('has no bound if a fold has none', () => {
    const found = studyFeatureDistance(model([reference(2), reference()]), [0], [outputs(1, 1), outputs(1, 1)]);
    expect(found.distance).to.be.closeTo(1, 1e-9);
    expect(found.bound).to.equal(undefined);
  });

  it('takes the vectors of all tokens of a row', () => {
    const tokens = { features: { shape: [1, 2, 2], data: Float32Array.of(1, 1, 3, 3) } };
    expect(studyFeatureDistance(model([reference(2)]), [0], [tokens]).distance).to.be.closeTo(2, 1e-9);
  });
});

describe('rowsWithPixels', () => {
  it('leaves out rows in which a region is blank', () => {
    const plane = (...values: readonly number[]) => ({ shape: [3, 1, 1, 2], data: Float32Array.from(values) });
    expect(rowsWithPixels({ a: plane(1, 0, 0, 0, 0, -2), b: plane(0, 3, 1, 1, 1, 1) })).to.deep.equal([0, 2]);
    expect(rowsWithPixels({})).to.deep.equal([]);
  });
});
