import { expect } from 'chai';
import type { LocationConfidence } from '../../../../src/domain/confidence.ts';
import type { LocationProbabilities } from '../../../../src/domain/results.ts';
import { referredGrades } from '../../../../src/streams/outputs/interop/referred-grades.ts';

describe('referredGrades', () => {
  const grade = (level: 'l1_l2' | 'l2_l3'): LocationProbabilities => ({
    condition: 'spinal_canal_stenosis',
    level,
    probabilities: [0.4, 0.3, 0.3],
    basis: { seen: 'all', doubtful: false, reasons: ['AXIAL_FAR'] },
  });
  const confidence = (level: 'l1_l2' | 'l2_l3', refer: boolean): LocationConfidence => ({
    condition: 'spinal_canal_stenosis',
    level,
    probabilityRight: 0.5,
    calibrated: true,
    refer,
    reasons: ['AXIAL_FAR', 'CONFIDENCE_LOW'],
    measures: {
      ...{ entropy: 1, margin: 0.1, seen: 'all', doubtful: false },
      ...{ foldDisagreement: undefined, networkDisagreement: undefined, peak: undefined, spread: undefined },
    },
  });

  it('marks what a reader should look at, with the reasons, and nothing else', () => {
    const grades = [grade('l1_l2'), grade('l2_l3')];
    const [first, second] = referredGrades(grades, [confidence('l1_l2', true), confidence('l2_l3', false)]);
    expect(first?.basis).to.deep.equal({ seen: 'all', doubtful: true, reasons: ['AXIAL_FAR', 'CONFIDENCE_LOW'] });
    expect(second).to.equal(grades[1]);
    expect(referredGrades(grades, [])).to.deep.equal(grades);
  });
});
