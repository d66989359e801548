import { expect } from 'chai';
import fc from 'fast-check';
import { LOCATIONS, MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import { severityFrequencies } from '../../../src/evaluation/metrics/frequencies.ts';
import { scoreOfLosses, studyLosses } from '../../../src/evaluation/metrics/study-losses.ts';
import { anyProbabilities, studyOf } from './example-studies.ts';

const CASES_BEFOREHAND_TOL = 1e-3;

describe('severityFrequencies', () => {
  const labelled = (...labels: readonly number[]) => labels.map((label) => ({ labels: LOCATIONS.map(() => label) }));

  it('counts each severity at a location, with half a case of each beforehand', () => {
    // normal 2 + 1/2, moderate 0 + 1/2, severe 1 + 1/2, of 4.5
    const [first] = severityFrequencies(labelled(0, 0, 2, MISSING_LABEL), 'frequencies');
    expect(first).to.eql([2.5 / 4.5, 0.5 / 4.5, 1.5 / 4.5]);
  });

  it('weighs them as the score does', () => {
    // 2.5 * 1, 0.5 * 2, 1.5 * 4, of 9.5
    const [first] = severityFrequencies(labelled(0, 0, 2), 'weighted-frequencies');
    expect(first).to.eql([2.5 / 9.5, 1 / 9.5, 6 / 9.5]);
  });

  it('has, weighted, the least weighted log loss of all constants, but for the cases beforehand', () => {
    const labels = Array.from({ length: 60 }, (_, i) => (i % 12 < 8 ? 0 : i % 12 < 11 ? 1 : 2));
    const lossOf = (row: readonly [number, number, number]) =>
      scoreOfLosses(
        labels.map((label) => studyLosses(studyOf('a', { label: () => label, row: () => row }), 'as-normal')),
      ).foraminal!;
    const [best] = severityFrequencies(labelled(...labels), 'weighted-frequencies');
    fc.assert(
      fc.property(anyProbabilities, (row) => {
        expect(lossOf(best!)).to.be.at.most(lossOf(row) + CASES_BEFOREHAND_TOL);
      }),
    );
  });
});
