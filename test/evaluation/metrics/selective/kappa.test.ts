import { expect } from 'chai';
import fc from 'fast-check';
import { createRng } from '../../../../src/domain/seeded-rng.ts';
import { LOCATIONS, MISSING_LABEL } from '../../../../src/domain/vocabulary.ts';
import { agreements, ratingsOf } from '../../../../src/evaluation/metrics/selective/agreement.ts';
import { KAPPA_WEIGHTS, kappaOf } from '../../../../src/evaluation/metrics/selective/kappa.ts';
import { randomStudies } from './random-studies.ts';

const anyCounts = fc.array(fc.nat({ max: 20 }), { minLength: 9, maxLength: 9 });
const transposed = (counts: readonly number[]) =>
  counts.map((_, cell) => counts[(cell % 3) * 3 + Math.floor(cell / 3)]!);

describe('kappa', () => {
  it('agrees with the table of Cohen 1960: 0.5 * 0.5 by chance, 0.7 observed', () => {
    expect(kappaOf([20, 5, 10, 15], 2, 'none')).to.be.closeTo(0.4, 1e-12);
  });

  it('is 1 where all agree, whatever the weights', () => {
    for (const weights of KAPPA_WEIGHTS) expect(kappaOf([3, 0, 0, 0, 4, 0, 0, 0, 5], 3, weights)).to.equal(1);
  });

  it('is 0 where one is independent of the other', () => {
    const [rows, columns] = [
      [1, 2, 3],
      [4, 1, 2],
    ];
    const counts = rows!.flatMap((row) => columns!.map((column) => row * column));
    for (const weights of KAPPA_WEIGHTS) expect(kappaOf(counts, 3, weights)).to.be.closeTo(0, 1e-12);
  });

  it('does not say who is who', () => {
    fc.assert(
      fc.property(anyCounts, fc.constantFrom(...KAPPA_WEIGHTS), (counts, weights) => {
        const [one, other] = [kappaOf(counts, 3, weights), kappaOf(transposed(counts), 3, weights)];
        if (one === undefined) expect(other).to.equal(undefined);
        else expect(one).to.be.closeTo(other!, 1e-12);
      }),
    );
  });

  it('forgives near misses by the square more than by the step, and those more than at all', () => {
    const nearMisses = [30, 6, 0, 6, 20, 6, 0, 6, 10];
    const [none, linear, quadratic] = KAPPA_WEIGHTS.map((weights) => kappaOf(nearMisses, 3, weights)!);
    expect(linear).to.be.above(none!);
    expect(quadratic).to.be.above(linear!);
  });

  it('is undefined where both know one class only', () => {
    for (const weights of KAPPA_WEIGHTS) expect(kappaOf([7, 0, 0, 0, 0, 0, 0, 0, 0], 3, weights)).to.equal(undefined);
  });
});

describe('agreements', () => {
  const options = { seed: 3, resamples: 50 };
  const raters = { one: 'model', other: 'reader' };

  it('counts the locations that both graded', () => {
    const studies = randomStudies(8, createRng(1));
    const reader = studies.map(({ labels }, study) => (study < 3 ? LOCATIONS.map(() => MISSING_LABEL) : labels));
    const [all] = agreements(raters, [ratingsOf(studies), reader], options);
    const graded = reader.flat().filter((label) => label !== MISSING_LABEL).length;
    expect(all).to.include({ conditions: 'all', studies: 5, locations: graded });
    expect(all!.kappa.quadratic!.low).to.be.at.most(all!.kappa.quadratic!.value);
  });

  it('says nothing where nobody graded', () => {
    const blank = [LOCATIONS.map(() => MISSING_LABEL)];
    expect(agreements(raters, [blank, blank], options)).to.eql([]);
  });
});
