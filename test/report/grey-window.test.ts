import { expect } from 'chai';
import { greyWindowOf, toGreys } from '../../src/report/grey-window.ts';

describe('greyWindowOf', () => {
  it('reaches from the 1st to the 99.5th percentile of all images together', () => {
    // 0 to 1000: indexes 0.01 * 1000 and 0.995 * 1000
    const all = Array.from({ length: 1001 }, (_, i) => i);
    const [low, high] = [all.slice(0, 300), all.slice(300)];
    expect(greyWindowOf([high, low])).to.deep.equal({ black: 10, white: 995 });
  });

  it('looks at an even sample of many values', () => {
    const ramp = Float32Array.from({ length: 1_000_000 }, (_, i) => i);
    const { black, white } = greyWindowOf([ramp]);
    expect(black).to.be.closeTo(10_000, 20);
    expect(white).to.be.closeTo(995_000, 20);
  });

  it('is 1 wide where all values are the same, and where there is none', () => {
    expect(greyWindowOf([[7, 7, 7]])).to.deep.equal({ black: 7, white: 8 });
    expect(greyWindowOf([])).to.deep.equal({ black: 0, white: 1 });
  });
});

describe('toGreys', () => {
  const window = { black: 100, white: 200 };

  it('is linear in the window and cut off at its ends', () => {
    expect([...toGreys([50, 100, 140, 200, 1000], window)]).to.deep.equal([0, 0, 102, 255, 255]);
  });

  it('turns dark and bright round for MONOCHROME1', () => {
    expect([...toGreys([50, 100, 140, 200, 1000], window, true)]).to.deep.equal([255, 255, 153, 0, 0]);
  });
});
