import { expect } from 'chai';
import fc from 'fast-check';
import type { Keypoint, LocationLogits } from '../../../src/domain/results.ts';
import { disagreementOf, entropyOf, marginOf, measuresOf } from '../../../src/operators/confidence/measures.ts';

const anyProbabilities = fc
  .tuple(fc.nat({ max: 100 }), fc.nat({ max: 100 }), fc.integer({ min: 1, max: 100 }))
  .map((parts) => parts.map((part) => part / parts.reduce((a, b) => a + b, 0)));

describe('entropy and margin', () => {
  it('are those of certainty and of ignorance at the ends', () => {
    expect([entropyOf([1, 0, 0]), marginOf([1, 0, 0])]).to.eql([0, 1]);
    expect(entropyOf([1 / 3, 1 / 3, 1 / 3])).to.be.closeTo(1, 1e-12);
    expect(marginOf([0.2, 0.5, 0.3])).to.be.closeTo(0.2, 1e-12);
  });

  it('lie between 0 and 1', () => {
    fc.assert(
      fc.property(anyProbabilities, (p) => {
        expect(entropyOf(p)).to.be.within(0, 1 + 1e-12);
        expect(marginOf(p)).to.be.within(0, 1);
      }),
    );
  });
});

describe('disagreement', () => {
  it('is 1 where each member is certain of something else, and 0 where all say the same', () => {
    expect(disagreementOf([[1, 0, 0], [0, 1, 0], [0, 0, 1]])).to.be.closeTo(1, 1e-12); // biome-ignore format: a matrix
    expect(disagreementOf([[1, 0, 0], [0, 0, 1]])).to.be.closeTo(1, 1e-12); // biome-ignore format: a matrix
    expect(disagreementOf([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])).to.be.closeTo(0, 1e-12); // biome-ignore format: a matrix
  });

  it('is unknown of one member, and of none', () => {
    expect([disagreementOf([]), disagreementOf([[0.5, 0.3, 0.2]])]).to.eql([undefined, undefined]);
  });

  it('lies between 0 and 1, whatever the order of the members', () => {
    fc.assert(
      fc.property(fc.array(anyProbabilities, { minLength: 2, maxLength: 6 }), (members) => {
        const found = disagreementOf(members)!;
        expect(found).to.be.within(0, 1 + 1e-12);
        expect(disagreementOf(members.toReversed())).to.be.closeTo(found, 1e-12);
      }),
    );
  });
});

describe('measures of a grade', () => {
  const location = { condition: 'spinal_canal_stenosis', level: 'l4_l5' } as const;
  const member = (logits: readonly number[], folds?: readonly (readonly number[])[]): LocationLogits => ({
    ...location,
    logits,
    folds,
  });
  const keypoint = (peak?: number, spread?: number): Keypoint => ({
    ...{ site: { level: 'l4_l5' }, seriesId: '1', instanceNumber: 3, point: { xNorm: 0.5, yNorm: 0.5 }, peak, spread },
  });
  const parts = {
    probabilities: [0.7, 0.2, 0.1],
    basis: { seen: 'some', doubtful: true, reasons: [] },
    members: [],
    keypoints: [],
  } as const;

  it('take the weakest of the keypoints', () => {
    const found = measuresOf({ ...parts, keypoints: [keypoint(0.9, 0.01), keypoint(), keypoint(0.4, 0.06)] });
    expect(found).to.include({ peak: 0.4, spread: 0.06, seen: 'some', doubtful: true });
  });

  it('tell folds of one network from networks', () => {
    const apart = [
      [5, 0, 0],
      [0, 5, 0],
    ];
    const folds = measuresOf({ ...parts, members: [member([2.5, 2.5, 0], apart)] });
    expect(folds.foldDisagreement).to.be.above(0.5);
    expect(folds.networkDisagreement).to.equal(undefined);
    const networks = measuresOf({ ...parts, members: apart.map((logits) => member(logits)) });
    expect(networks.networkDisagreement).to.be.closeTo(folds.foldDisagreement!, 1e-6);
    expect(networks.foldDisagreement).to.equal(undefined);
  });
});
