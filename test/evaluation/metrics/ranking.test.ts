import { expect } from 'chai';
import fc from 'fast-check';
import { averagePrecision, type RankedCase, rankingPoints, rocAuc } from '../../../src/evaluation/metrics/ranking.ts';

const casesOf = (positives: readonly number[], negatives: readonly number[]): RankedCase[] => [
  ...positives.map((score) => ({ score, positive: true })),
  ...negatives.map((score) => ({ score, positive: false })),
];
const aucOf = (cases: readonly RankedCase[]) => rocAuc(rankingPoints(cases));
const precisionOf = (cases: readonly RankedCase[]) => averagePrecision(rankingPoints(cases));

const score = fc.integer({ min: 0, max: 8 }).map((eighths) => eighths / 8); // few values, so that there are ties
const anyCases = fc.array(fc.record({ score, positive: fc.boolean() }), { maxLength: 40 });

/** Mann and Whitney: over all pairs, 1 where the positive case scores higher, 1/2 for a tie. */
const rankStatistic = (cases: readonly RankedCase[]): number => {
  const [positives, negatives] = [true, false].map((kind) => cases.filter(({ positive }) => positive === kind));
  const wins = positives!.flatMap((p) =>
    negatives!.map((n) => (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
};

const EXACT = 1e-12;

describe('rocAuc', () => {
  it('is the share of pairs in the right order, ties being half', () => {
    // pairs of (0.9, 0.4) with (0.5, 0.4): 0.9 beats both, 0.4 loses to 0.5 and ties with 0.4: 2.5 of 4
    expect(aucOf(casesOf([0.9, 0.4], [0.5, 0.4]))).to.equal(0.625);
  });

  it('is 1 for a perfect order, 0 for a reversed one, a half for one score', () => {
    expect(aucOf(casesOf([0.8, 0.9], [0.1, 0.7]))).to.equal(1);
    expect(aucOf(casesOf([0.1, 0.2], [0.3]))).to.equal(0);
    expect(aucOf(casesOf([0.5, 0.5], [0.5]))).to.equal(0.5);
  });

  it('is undefined without cases of both kinds', () => {
    expect(aucOf([])).to.equal(undefined);
    expect(aucOf(casesOf([0.5], []))).to.equal(undefined);
    expect(aucOf(casesOf([], [0.5]))).to.equal(undefined);
  });

  it('equals the rank statistic', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const auc = aucOf(cases);
        if (auc === undefined) return;
        expect(auc).to.be.closeTo(rankStatistic(cases), EXACT);
      }),
    );
  });

  it('does not change with the order of the cases or with a rising function of the scores', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const cubed = cases.map((one) => ({ ...one, score: 5 * one.score ** 3 - 1 })).reverse();
        const [plain, changed] = [aucOf(cases), aucOf(cubed)];
        if (plain === undefined) expect(changed).to.equal(undefined);
        else expect(changed).to.be.closeTo(plain, EXACT);
      }),
    );
  });
});

describe('averagePrecision', () => {
  it('weighs the precision at each threshold by the recall that it adds', () => {
    // ranks: positive, negative, positive: precision 1 at recall 1/2, 2/3 at recall 1
    expect(precisionOf(casesOf([0.9, 0.3], [0.5]))).to.be.closeTo((1 + 2 / 3) / 2, EXACT);
  });

  it('is the share of positives where all score alike, and undefined without any', () => {
    expect(precisionOf(casesOf([0.5], [0.5, 0.5, 0.5]))).to.equal(0.25);
    expect(precisionOf(casesOf([], [0.5]))).to.equal(undefined);
  });

  it('lies between 0 and 1, and is 1 exactly where every positive comes before every negative', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const precision = precisionOf(cases);
        if (precision === undefined) return;
        expect(precision).to.be.within(0, 1 + EXACT);
        const auc = aucOf(cases);
        if (auc !== undefined) expect(precision > 1 - EXACT).to.equal(auc > 1 - EXACT);
      }),
    );
  });
});

describe('rankingPoints', () => {
  it('moves cases of one score together, and ends with all of them', () => {
    expect(rankingPoints(casesOf([0.9, 0.4], [0.4, 0.1]))).to.eql([
      { threshold: 0.9, truePositives: 1, falsePositives: 0 },
      { threshold: 0.4, truePositives: 2, falsePositives: 1 },
      { threshold: 0.1, truePositives: 2, falsePositives: 2 },
    ]);
  });
});
