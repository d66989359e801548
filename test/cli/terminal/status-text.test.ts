import { expect } from 'chai';
import { fittedStatus, wholeStatus } from '../../../src/cli/terminal/status-text.ts';

const STATUS = { share: 0.5, text: '5/10 studies', more: ['classify 45%', 'normalise 12%'] };

describe('fittedStatus', () => {
  it('has a bar, the text, and as much more as there is room for', () => {
    expect(fittedStatus(STATUS, 70)).to.equal('============------------ 5/10 studies, classify 45%, normalise 12%');
    expect(fittedStatus(STATUS, 40)).to.equal('=======------ 5/10 studies, classify 45%'); // 40 - 1 - 26 = 13 for the bar
  });

  it('leaves out the bar where that is too short, and then cuts the text', () => {
    expect(fittedStatus(STATUS, 22)).to.equal('5/10 studies');
    expect(fittedStatus(STATUS, 7)).to.equal('5/10 st');
    expect(fittedStatus(STATUS, -3)).to.equal('');
  });

  it('has no bar where nobody knows how much there is to do', () => {
    expect(fittedStatus({ text: '5 studies', more: ['classify 45%'] }, 80)).to.equal('5 studies, classify 45%');
  });
});

describe('wholeStatus', () => {
  it('says everything and draws nothing', () => {
    expect(wholeStatus(STATUS)).to.equal('5/10 studies, classify 45%, normalise 12%');
  });
});
