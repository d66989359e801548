import { expect } from 'chai';
import fc from 'fast-check';
import { calibration, expectedCalibrationError, reliabilityBins } from '../../../src/evaluation/metrics/calibration.ts';
import { anyStudies, cyclicStudies, sureOf } from './example-studies.ts';

describe('reliabilityBins', () => {
  it('puts cases into bins of one width, the last one holding 1', () => {
    const cases = [
      { score: 0.05, positive: false },
      { score: 0.125, positive: true },
      { score: 0.1875, positive: false },
      { score: 1, positive: true },
    ];
    expect(reliabilityBins(cases)).to.eql([
      { low: 0, high: 0.1, count: 1, meanProbability: 0.05, frequency: 0 },
      { low: 0.1, high: 0.2, count: 2, meanProbability: 0.15625, frequency: 0.5 },
      { low: 0.9, high: 1, count: 1, meanProbability: 1, frequency: 1 },
    ]);
  });
});

describe('expectedCalibrationError', () => {
  it('is the mean distance of probability and frequency, by cases', () => {
    const bin = { low: 0, high: 1 };
    const bins = [
      { ...bin, count: 3, meanProbability: 0.9, frequency: 0.6 },
      { ...bin, count: 1, meanProbability: 0.2, frequency: 0.3 },
    ];
    // (3 * 0.3 + 1 * 0.1) / 4
    expect(expectedCalibrationError(bins)).to.be.closeTo(0.25, 1e-12);
    expect(expectedCalibrationError([])).to.equal(undefined);
  });

  it('is 0 where every probability is right, and 1 where certainty is always wrong', () => {
    const quarter = Array.from({ length: 8 }, (_, i) => ({ score: 0.25, positive: i % 4 === 0 }));
    expect(expectedCalibrationError(reliabilityBins(quarter))).to.equal(0);
    expect(expectedCalibrationError(reliabilityBins([{ score: 1, positive: false }]))).to.equal(1);
  });
});

describe('calibration', () => {
  it('finds that somebody who is always right is not sure enough', () => {
    const { confidence, severities } = calibration(cyclicStudies(3, (_, label) => sureOf(label, 0.7)));
    expect(confidence[0]!.conditions).to.equal('all');
    expect(confidence[0]!.expectedCalibrationError).to.be.closeTo(0.3, 1e-9);
    expect(severities.map(({ severity }) => severity)).to.eql(['Normal/Mild', 'Moderate', 'Severe']);
  });

  it('counts every labelled location once for each severity, and errors are shares', () => {
    fc.assert(
      fc.property(anyStudies(), (studies) => {
        const labelled = studies.flatMap(({ labels }) => labels).filter((label) => label >= 0).length;
        const { confidence, severities } = calibration(studies);
        for (const { bins } of severities) expect(bins.reduce((sum, { count }) => sum + count, 0)).to.equal(labelled);
        for (const { expectedCalibrationError: error } of confidence)
          if (error !== undefined) expect(error).to.be.within(0, 1);
      }),
    );
  });
});
