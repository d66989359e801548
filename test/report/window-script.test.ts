import { expect } from 'chai';
import fc from 'fast-check';
import { WINDOW_MATHS } from '../../src/report/window-script.ts';

interface Shown {
  readonly level: number;
  readonly width: number;
}

interface Maths {
  readonly WHOLE: Shown;
  readonly draggedWindow: (window: Shown, right: number, down: number) => Shown;
  readonly transferOf: (window: Shown) => { readonly slope: number; readonly intercept: number };
  readonly inValues: (window: Shown, black: number, white: number) => Shown;
}

/** The page's own text, as its script evaluates it. */
const maths: Maths = new Function(`${WINDOW_MATHS}; return { WHOLE, draggedWindow, transferOf, inValues };`)();

const share = fc.double({ min: -3, max: 3, noNaN: true });
const shown = fc.record({
  level: fc.double({ min: 0, max: 1, noNaN: true }),
  width: fc.double({ min: 1 / 255, max: 4, noNaN: true }),
});

describe('the window of the report', () => {
  const { WHOLE, draggedWindow, transferOf, inValues } = maths;
  const greyOf = (grey: number, window: Shown): number => {
    const { slope, intercept } = transferOf(window);
    return slope * grey + intercept;
  };

  it('shows the pictures as stored before any drag', () => {
    expect(transferOf(WHOLE)).to.deep.equal({ slope: 1, intercept: 0 });
    expect(draggedWindow(WHOLE, 0, 0)).to.deep.equal(WHOLE);
  });

  it('makes the level mid grey, and the ends of the window black and white', () => {
    fc.assert(
      fc.property(shown, (window) => {
        const { level, width } = window;
        expect(greyOf(level, window)).to.be.closeTo(0.5, 1e-9);
        expect(greyOf(level - width / 2, window)).to.be.closeTo(0, 1e-9);
        expect(greyOf(level + width / 2, window)).to.be.closeTo(1, 1e-9);
      }),
    );
  });

  it('stays within what the page stores, however far it is dragged', () => {
    fc.assert(
      fc.property(shown, share, share, (window, right, down) => {
        const { level, width } = draggedWindow(window, right, down);
        expect(level).to.be.within(0, 1);
        expect(width).to.be.within(1 / 255, 4);
      }),
    );
  });

  it('is darker for a drag down and has less contrast for one to the right', () => {
    expect(greyOf(0.5, draggedWindow(WHOLE, 0, 0.2))).to.be.closeTo(0.3, 1e-12);
    expect(transferOf(draggedWindow(WHOLE, 0.25, 0)).slope).to.be.closeTo(0.5, 1e-12);
  });

  it('comes back when a drag goes back', () => {
    const small = fc.double({ min: -0.1, max: 0.1, noNaN: true });
    fc.assert(
      fc.property(small, (right) => {
        const back = draggedWindow(draggedWindow(WHOLE, right, 0), -right, 0);
        expect(back.width).to.be.closeTo(1, 1e-9);
      }),
    );
  });

  it('is told in values of the image, for inverted ones, too', () => {
    expect(inValues(WHOLE, 100, 900)).to.deep.equal({ level: 500, width: 800 });
    expect(inValues({ level: 0.25, width: 0.5 }, 900, 100)).to.deep.equal({ level: 700, width: 400 });
  });
});
