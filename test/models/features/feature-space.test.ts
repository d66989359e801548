import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { createRng } from '../../../src/domain/seeded-rng.ts';
import { type FeatureVectors, featureDistance, fitFeatureSpace } from '../../../src/models/features/feature-space.ts';
import { describeScikitLearn, runPython } from '../../support/python.ts';

const SCRIPT = fileURLToPath(new URL('./with-scikit-learn.py', import.meta.url));

type Matrix = readonly (readonly number[])[];

const vectors = (rows: Matrix): FeatureVectors => ({
  features: rows[0]!.length,
  data: Float32Array.from(rows.flat()),
});

const distancesOf = (rows: Matrix, queries: Matrix, directions: number): readonly number[] => {
  const space = fitFeatureSpace(vectors(rows), directions);
  return queries.map((query) => featureDistance(space, vectors([query])));
};

/** About normally distributed, the first features more widely than the others. */
const sample = (seed: number, count: number, features: number): Matrix => {
  const rng = createRng(seed);
  const normal = () => Array.from({ length: 6 }, () => rng() - 0.5).reduce((sum, value) => sum + value, 0);
  return Array.from({ length: count }, () => {
    const common = normal();
    return Array.from({ length: features }, (_, i) => (8 / (1 + i)) * normal() + (i < 3 ? common : 0) + i);
  });
};

describe('featureDistance', () => {
  it('counts deviations along the direction of greatest variance, and equally in all others', () => {
    // variances 4 and 1, and 1 in the third dimension: each axis has one pair of points
    const axes = [2, 1, 1].map((length) => length * Math.sqrt(3));
    const rows = axes.flatMap((length, axis) =>
      [-length, length].map((value) => axes.map((_, i) => (i === axis ? value : 0))),
    );
    const found = distancesOf(
      rows,
      [
        [2, 0, 0],
        [0, 1, 0],
        [0, 0, 3],
        [0, 0, 0],
      ],
      1,
    ); // prettier-ignore
    for (const [index, expected] of [1, 1, 3, 0].entries())
      expect(found[index]).to.be.closeTo(expected / Math.sqrt(3), 1e-6);
  });

  it('is about 1 for vectors from the distribution, and their mean', () => {
    const space = fitFeatureSpace(vectors(sample(1, 2000, 16)), 15);
    expect(featureDistance(space, vectors(sample(2, 500, 16)))).to.be.within(0.9, 1.1);
  });

  it('does not depend on scale, place and orientation of the axes', () => {
    const angle = fc.double({ min: 0, max: 6, noNaN: true });
    const laws = fc.property(
      angle,
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: 1, max: 9 }),
      (turn, shift, scale) => {
        const changed = (rows: Matrix): Matrix =>
          rows.map(([a, b, ...others]) =>
            [a! * Math.cos(turn) - b! * Math.sin(turn), a! * Math.sin(turn) + b! * Math.cos(turn), ...others].map(
              (value) => scale * value + shift,
            ),
          );
        const [rows, queries] = [sample(3, 60, 6), sample(4, 5, 6)];
        const [before, after] = [distancesOf(rows, queries, 3), distancesOf(changed(rows), changed(queries), 3)];
        for (const [index, distance] of before.entries()) expect(after[index]! / distance).to.be.closeTo(1, 1e-3);
      },
    );
    fc.assert(laws, { numRuns: 25 });
  });

  it('is finite where features never vary, or vectors are fewer than features', () => {
    const constant = sample(5, 4, 3).map((row) => [...row, 7, 7, 7, 7]);
    for (const rows of [
      constant,
      constant.slice(0, 1),
      [
        [1, 1],
        [1, 1],
      ],
    ]) {
      const space = fitFeatureSpace(vectors(rows), 4);
      expect(space.directions.length).to.be.below(rows.length);
      const far = rows[0]!.map((value) => value + 1);
      expect(featureDistance(space, vectors([far]))).to.be.finite;
      expect(featureDistance(space, vectors([far]))).to.be.above(10 * featureDistance(space, vectors(rows)));
    }
  });
});

describeScikitLearn('featureDistance and scikit-learn', function (this: Mocha.Suite) {
  this.timeout(120_000);
  it('agree', () => {
    const cases = [
      [60, 6, 3],
      [300, 12, 4],
      [40, 20, 1],
    ] as const;
    runPython(
      SCRIPT,
      cases.map(([count, features, directions], seed) => {
        const [rows, queries] = [sample(seed, count, features), sample(seed + 50, 10, features)];
        const exact = (part: Matrix) => part.map((row) => row.map(Math.fround));
        return {
          ...{ vectors: exact(rows), queries: exact(queries), directions },
          distances: distancesOf(rows, queries, directions),
        };
      }),
    );
  });
});
