import { expect } from 'chai';
import { discriminations } from '../../../src/evaluation/metrics/discrimination.ts';
import { cyclicStudies, studyOf, THIRDS } from './example-studies.ts';

describe('discriminations', () => {
  it('tells apart perfectly where predictions are right', () => {
    for (const { rocAuc, averagePrecision } of discriminations(cyclicStudies(6))) {
      expect(rocAuc).to.equal(1);
      expect(averagePrecision).to.equal(1);
    }
  });

  it('has curves that begin with nothing and end with everything', () => {
    const [first] = discriminations(cyclicStudies(3));
    expect(first!.roc[0]).to.eql({ falsePositiveRate: 0, truePositiveRate: 0 });
    expect(first!.roc.at(-1)).to.eql({ falsePositiveRate: 1, truePositiveRate: 1 });
    expect(first!.precisionRecall.at(-1)!.recall).to.equal(1);
    expect([first!.positives, first!.negatives]).to.eql([50, 25]);
  });

  it('has no curve where there is nothing to tell apart', () => {
    const normal = [studyOf('a', { label: () => 0, row: () => THIRDS })];
    const [first] = discriminations(normal);
    expect(first).to.deep.include({ positives: 0, negatives: 25, rocAuc: undefined, averagePrecision: undefined });
    expect([first!.roc, first!.precisionRecall]).to.eql([[], []]);
  });
});
