import { expect } from 'chai';
import { LEVELS, LOCATIONS, type Location } from '../../../src/domain/vocabulary.ts';
import type { Grades } from '../../../src/phantom/anatomy/severities.ts';
import { namedRngOf } from '../../../src/phantom/rng.ts';
import { drawSeverities, type Severities } from '../../../src/phantom/severities/hard-severities.ts';
import { LABEL_CORRELATIONS } from '../../../src/phantom/severities/label-correlations.ts';
import { labelModel, sharesOf } from '../../../src/phantom/severities/label-model.ts';
import { ranked, spearmanOf } from '../../../src/phantom/severities/latent-correlation.ts';

const STUDIES = 3000;
const drawn = (difficulty: number): readonly Severities[] =>
  Array.from({ length: STUDIES }, (_, index) => drawSeverities(namedRngOf(5, index, 'severities'), difficulty));

/** Pearson's correlation of mid-ranks. */
const spearman = (a: readonly number[], b: readonly number[]): number => {
  const ranks = (values: readonly number[]) => {
    const below = [0, 1, 2].map((grade) => values.filter((value) => value < grade).length);
    const same = [0, 1, 2].map((grade) => values.filter((value) => value === grade).length);
    return values.map((value) => below[value]! + same[value]! / 2 - values.length / 2);
  };
  const [x, y] = [ranks(a), ranks(b)];
  const dot = (p: readonly number[], q: readonly number[]) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
};

describe('drawSeverities', () => {
  let hard: readonly Severities[] = [];
  before(() => {
    hard = drawn(1);
  });
  const share = (of: (each: Severities) => Grades, grade: number, locations: readonly Location[]): number =>
    hard.reduce((sum, each) => sum + locations.filter((location) => of(each)[location] === grade).length, 0) /
    (hard.length * locations.length);

  it('has the frequencies of the real labels at every location, within five standard errors, read and true', () => {
    for (const of of [({ read }: Severities) => read, ({ grades }: Severities) => grades]) {
      for (const location of LOCATIONS) {
        for (const grade of [0, 1, 2] as const) {
          const real = sharesOf(location)[grade];
          const error = Math.sqrt((real * (1 - real)) / STUDIES);
          expect(share(of, grade, [location]), `${location} ${grade}`).to.be.closeTo(real, 5 * error);
        }
      }
    }
  });

  it('reads about 77, 16 and 6 in a hundred as normal, moderate and severe, more and more down to L4/L5', () => {
    const read = ({ read: each }: Severities) => each;
    expect(share(read, 0, LOCATIONS)).to.be.within(0.76, 0.79);
    expect(share(read, 1, LOCATIONS)).to.be.within(0.15, 0.17);
    expect(share(read, 2, LOCATIONS)).to.be.within(0.055, 0.07);
    const diseased = LEVELS.map(
      (level) =>
        1 -
        share(
          read,
          0,
          LOCATIONS.filter((location) => location.endsWith(level)),
        ),
    );
    for (let level = 1; level < 4; level++) expect(diseased[level]).to.be.above(diseased[level - 1]!);
  });

  it('is fitted to the correlations of the real labels within 0.02', () => {
    const { mixing, thresholds } = labelModel();
    const ranks = LOCATIONS.map((location) => ranked(sharesOf(location), thresholds[location]));
    for (const [i, row] of LABEL_CORRELATIONS.entries()) {
      for (const [j, real] of row.entries()) {
        const latent = mixing[j]!.reduce((sum, weight, k) => sum + weight * mixing[i]![k]!, 0);
        expect(spearmanOf(ranks[i]!, ranks[j]!, latent), `${LOCATIONS[i]}, ${LOCATIONS[j]}`).to.be.closeTo(real, 0.02);
      }
    }
  });

  it('has the correlations of the real labels: within 0.12 each, where few are diseased, 0.02 on average', () => {
    const read = LOCATIONS.map((location) => hard.map((each) => each.read[location]));
    const errors = LABEL_CORRELATIONS.flatMap((row, i) => row.map((real, j) => spearman(read[i]!, read[j]!) - real));
    expect(Math.max(...errors.map(Math.abs))).to.be.below(0.12);
    expect(errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length).to.be.below(0.02);
  });

  it('has readers err at about one place in nine at difficulty 1, less at less, mostly by one step', () => {
    const errors = (severities: readonly Severities[], by: number) =>
      severities.flatMap(({ grades, read }) =>
        LOCATIONS.filter((location) => Math.abs(grades[location] - read[location]) >= by),
      ).length /
      (severities.length * LOCATIONS.length);
    expect(errors(hard, 1)).to.be.within(0.1, 0.14);
    expect(errors(hard, 2)).to.be.below(0.01);
    expect(errors(drawn(0.2), 1)).to.be.below(0.75 * errors(hard, 1));
  });

  it('leaves no gap between severities at difficulty 1, and one at less', () => {
    const ends = (severities: readonly Severities[]) =>
      ([0, 1, 2] as const).map((grade) => {
        const narrowing = severities.flatMap(({ grades, narrowing: each }) =>
          LOCATIONS.filter((location) => grades[location] === grade).map((location) => each[location]),
        );
        return narrowing.reduce(([low, high], value) => [Math.min(low!, value), Math.max(high!, value)], [1, 0]);
      });
    const [mild, moderate, severe] = ends(hard);
    expect(moderate![0]! - mild![1]!).to.be.within(0, 0.002);
    expect(severe![0]! - moderate![1]!).to.be.within(0, 0.002);
    const [mildApart, moderateApart] = ends(drawn(0.3));
    expect(moderateApart![0]! - mildApart![1]!).to.be.above(0.1);
  });

  it('draws the same again', () => {
    expect(drawSeverities(namedRngOf(5, 7, 'severities'), 1)).to.deep.equal(hard[7]);
  });
}).timeout(60_000);
