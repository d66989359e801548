import { expect } from 'chai';
import { pace } from '../../../src/cli/terminal/pace.ts';

describe('pace', () => {
  it('is unknown before something was done', () => {
    const { left, perSecond } = pace();
    expect([left(3), perSecond()]).to.deep.equal(['', 0]);
  });

  it('tells how long the rest takes, which runs down until more is done', () => {
    let ms = 0;
    const { did, left, perSecond } = pace(() => ms);
    ms = 2000;
    did(4);
    expect([left(10), perSecond()]).to.deep.equal([', 5.0 s left', 2]);
    ms = 5000;
    expect([left(10), perSecond()]).to.deep.equal([', 2.0 s left', 2]);
    ms = 8000;
    expect(left(10)).to.equal(', 0.0 s left');
    did(1);
    expect(left(9)).to.equal(', 14 s left'); // 8 s for 5
  });
});
