import { expect } from 'chai';
import { MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import { locationLosses } from '../../../src/evaluation/metrics/location-losses.ts';
import { studyOf, sureOf } from './example-studies.ts';

describe('locationLosses', () => {
  it('is the weighted log loss of each condition at each level, of labels alone', () => {
    const severe = studyOf('a', {
      label: (location) => (location === 0 ? 2 : MISSING_LABEL),
      row: () => sureOf(2, 0.5),
    });
    const normal = studyOf('b', {
      label: (location) => (location === 0 ? 0 : MISSING_LABEL),
      row: () => sureOf(2, 0.5),
    });
    const [first, second] = locationLosses([severe, normal]);
    // weights 4 and 1, losses ln 2 and ln 4
    expect(first!.logLoss).to.be.closeTo((4 * Math.LN2 + 2 * Math.LN2) / 5, 1e-6);
    expect(first).to.include({ condition: 'spinal_canal_stenosis', level: 'l1_l2', labels: 2 });
    expect(second).to.include({ level: 'l2_l3', labels: 0, logLoss: undefined });
  });
});
