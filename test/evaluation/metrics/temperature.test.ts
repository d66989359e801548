import { expect } from 'chai';
import fc from 'fast-check';
import type { Probabilities } from '../../../src/evaluation/metrics/graded-study.ts';
import { SEVERITY_WEIGHTS } from '../../../src/evaluation/metrics/score.ts';
import {
  fittedTemperature,
  fittedTemperatures,
  tempered,
  withTemperatures,
} from '../../../src/evaluation/metrics/temperature.ts';
import { anyProbabilities, anyStudies, cyclicStudies, sureOf } from './example-studies.ts';

const locations = fc.array(fc.record({ label: fc.integer({ min: 0, max: 2 }), probabilities: anyProbabilities }), {
  minLength: 1,
  maxLength: 20,
});

const lossAt = (rows: readonly { label: number; probabilities: Probabilities }[], temperature: number): number =>
  rows.reduce(
    (sum, { label, probabilities }) =>
      sum - SEVERITY_WEIGHTS[label]! * Math.log(tempered(probabilities, temperature)[label]!),
    0,
  );

describe('tempered', () => {
  it('changes nothing at 1', () => {
    fc.assert(
      fc.property(anyProbabilities, (row) => {
        expect(tempered(row, 1)).to.equal(row);
      }),
    );
  });

  it('takes the square roots at 2', () => {
    // square roots of 0.64, 0.32, 0.04 are 0.8, 0.5657, 0.2; their sum is 1.5657
    const [normal, moderate, severe] = tempered([0.64, 0.32, 0.04], 2);
    expect(normal).to.be.closeTo(0.8 / 1.56568542, 1e-8);
    expect(moderate).to.be.closeTo(0.56568542 / 1.56568542, 1e-8);
    expect(severe).to.be.closeTo(0.2 / 1.56568542, 1e-8);
  });

  it('keeps the order of the severities and their sum, and is undone by the inverse', () => {
    fc.assert(
      fc.property(anyProbabilities, fc.double({ min: 0.5, max: 4, noNaN: true }), (row, temperature) => {
        const changed = tempered(row, temperature);
        expect(changed.reduce((sum, one) => sum + one, 0)).to.be.closeTo(1, 1e-12);
        expect(Math.sign(changed[0] - changed[2])).to.equal(Math.sign(row[0] - row[2]));
        tempered(changed, 1 / temperature).forEach((one, index) => {
          expect(one).to.be.closeTo(row[index]!, 1e-4); // probabilities of less than 2^-23 are lifted on the way
        });
      }),
    );
  });
});

describe('fittedTemperature', () => {
  it('is the one that makes the probability the frequency', () => {
    // Right three times of four with 0.96 : 0.02 : 0.02, so p(right) has to become 3/4: (p : q : q) = 6 : 1 : 1, and
    // ln 6 = ln 48 / T. All labels are 0, so that weights are equal: the wrong ones favour 1, where 0 has q = 1/8; the loss
    // 3 ln(p) + ln(q) with p + 2q = 1 is least at p = 3/4.
    const rows = [0, 0, 0, 1].map((favoured) => ({ label: 0, probabilities: sureOf(favoured, 0.96) }));
    expect(fittedTemperature(rows)).to.be.closeTo(Math.log(48) / Math.log(6), 1e-4);
  });

  it('gives no greater loss than any other temperature within its bounds', () => {
    fc.assert(
      fc.property(locations, fc.double({ min: 0.1, max: 10, noNaN: true }), (rows, other) => {
        expect(lossAt(rows, fittedTemperature(rows))).to.be.at.most(lossAt(rows, other) + 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  it('is 1 where there are no labels', () => expect(fittedTemperature([])).to.equal(1));
});

describe('fittedTemperatures', () => {
  it('makes timid predictions bolder, part by part', () => {
    const studies = cyclicStudies(4, (location, label) =>
      location < 5 ? sureOf(label, 0.5) : sureOf((label + 1) % 3, 0.9),
    );
    const { spinal, foraminal, subarticular } = fittedTemperatures(studies);
    expect(spinal).to.be.below(1);
    expect(foraminal).to.be.above(1);
    expect(subarticular).to.be.above(1);
  });

  it('leaves a study as it is where all are 1', () => {
    fc.assert(
      fc.property(anyStudies(), ([study]) => {
        expect(withTemperatures(study!, { spinal: 1, foraminal: 1, subarticular: 1 })).to.eql(study);
      }),
      { numRuns: 20 },
    );
  });
});
