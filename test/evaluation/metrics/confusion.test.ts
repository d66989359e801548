import { expect } from 'chai';
import fc from 'fast-check';
import { greatestIndex } from '../../../src/domain/statistics/greatest-index.ts';
import { MISSING_LABEL } from '../../../src/domain/vocabulary.ts';
import { confusions } from '../../../src/evaluation/metrics/confusion.ts';
import { anyStudies, studyOf, sureOf } from './example-studies.ts';

describe('confusions', () => {
  it('counts true by predicted severity, the milder one of two that are as probable', () => {
    const study = studyOf('a', {
      label: (location) => (location === 0 ? 2 : location === 1 ? MISSING_LABEL : 0),
      row: (location) => (location === 0 ? [0.2, 0.4, 0.4] : sureOf(0)),
    });
    const [all, spinal] = confusions([study]);
    expect([all!.conditions, spinal!.conditions]).to.eql(['all', 'spinal_canal_stenosis']);
    expect(all!.counts).to.eql([
      [23, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]);
    expect(spinal!.counts).to.eql([
      [3, 0, 0],
      [0, 0, 0],
      [0, 1, 0],
    ]);
  });

  it('counts every labelled location once', () => {
    fc.assert(
      fc.property(anyStudies(), (studies) => {
        const [all, ...conditions] = confusions(studies).map(({ counts }) => counts.flat().reduce((a, b) => a + b, 0));
        expect(all).to.equal(studies.flatMap(({ labels }) => labels).filter((label) => label >= 0).length);
        expect(conditions.reduce((a, b) => a + b, 0)).to.equal(all);
      }),
    );
  });

  it('takes the first of several greatest', () => expect(greatestIndex([1, 3, 3])).to.equal(1));
});
