import { expect } from 'chai';
import fc from 'fast-check';
import { type BlurLine, lineMask, motionBlurKernel, sharpenKernel } from '../../../src/imaging/augmentation/kernel.ts';
import { describeGoldens, goldenJson } from '../../support/goldens.ts';
import { thrownBy } from '../thrown.ts';

const pictureOf = (line: BlurLine): string[] =>
  Array.from({ length: line.sizePx }, (_, row) =>
    lineMask(line)
      .slice(row * line.sizePx, (row + 1) * line.sizePx)
      .map((pixel) => (pixel === 1 ? '#' : '.'))
      .join(''),
  );

const blurLines = fc.constantFrom(3, 5, 7).chain((sizePx) => {
  const at = fc.nat(sizePx - 1);
  return fc.record({ sizePx: fc.constant(sizePx), x1: at, y1: at, x2: at, y2: at });
});

describe('sharpenKernel', () => {
  it('takes the neighbours off the middle', () => {
    // 1 - 0.5 + 0.5 (8 + 1) = 5
    expect(sharpenKernel({ alpha: 0.5, lightness: 1 }).weights).to.deep.equal([
      -0.5, -0.5, -0.5, -0.5, 5, -0.5, -0.5, -0.5, -0.5,
    ]);
  });

  it('does nothing for alpha 0', () => {
    expect(sharpenKernel({ alpha: 0, lightness: 0.7 }).weights.map((w) => w + 0)).to.deep.equal([
      0, 0, 0, 0, 1, 0, 0, 0, 0,
    ]);
  });
});

describe('lineMask', () => {
  it('moves aside where the error says so', () => {
    expect(pictureOf({ sizePx: 5, x1: 0, y1: 0, x2: 4, y2: 2 })).to.deep.equal([
      '##...', // error 4 - 2 * 2 = 0: straight on, then 0 - 4: aside
      '..##.', // -4 + 8 - 4 = 0: straight on, and so forth
      '....#',
      '.....',
      '.....',
    ]);
  });

  it('starts at the smaller x, so the ends may be exchanged', () => {
    fc.assert(
      fc.property(blurLines, ({ sizePx, x1, y1, x2, y2 }) => {
        fc.pre(x1 !== x2);
        const there = lineMask({ sizePx, x1, y1, x2, y2 });
        expect(lineMask({ sizePx, x1: x2, y1: y2, x2: x1, y2: y1 })).to.deep.equal(there);
      }),
    );
  });

  it('sets both ends and one pixel a step', () => {
    fc.assert(
      fc.property(blurLines, (line) => {
        const mask = lineMask(line);
        expect(mask[line.y1 * line.sizePx + line.x1]).to.equal(1);
        expect(mask[line.y2 * line.sizePx + line.x2]).to.equal(1);
        const steps = Math.max(Math.abs(line.x2 - line.x1), Math.abs(line.y2 - line.y1));
        expect(mask.filter((pixel) => pixel === 1)).to.have.length(steps + 1);
      }),
    );
  });
});

describe('motionBlurKernel', () => {
  it('weighs the pixels of the line alike', () => {
    expect(motionBlurKernel({ sizePx: 3, x1: 0, y1: 2, x2: 1, y2: 2 }).weights).to.deep.equal([
      0, 0, 0, 0, 0, 0, 0.5, 0.5, 0,
    ]);
  });

  it('refuses a line that leaves the square', () => {
    expect(thrownBy(() => motionBlurKernel({ sizePx: 3, x1: 0, y1: 3, x2: 1, y2: 2 }))).to.deep.equal({
      code: 'KERNEL',
      reason: 'the line from (0, 3) to (1, 2) leaves a square of 3 pixels; ' + 'expected a square kernel of odd size',
    });
  });
});

interface KernelCases {
  readonly sharpen: readonly { alpha: number; lightness: number; kernel: number[][] }[];
  readonly motion_blur: readonly {
    ksize: number;
    x1: number;
    y1: number;
    x2: number;
    y2: number;
    kernel: number[][];
  }[];
}

describeGoldens('kernels against the original', () => {
  const { sharpen, motion_blur } = goldenJson<KernelCases>('imaging', 'augmentation', 'manifest.json');

  it('sharpen, rounded to float32', () => {
    for (const { kernel, ...options } of sharpen)
      expect(sharpenKernel(options).weights.map(Math.fround)).to.deep.equal(kernel.flat());
  });

  it('motion blur, rounded to float32', () => {
    for (const { ksize: sizePx, kernel, ...line } of motion_blur) {
      const { x1, y1, x2, y2 } = line;
      expect(motionBlurKernel({ sizePx, x1, y1, x2, y2 }).weights.map(Math.fround)).to.deep.equal(kernel.flat());
    }
  });

  it('every listed line', () => {
    const { lines } = goldenJson<{ lines: Record<string, string> }>(
      'imaging',
      'augmentation',
      'motion_blur_lines.json',
    );
    expect(Object.keys(lines).length).to.be.greaterThan(600);
    for (const [key, pixels] of Object.entries(lines)) {
      const [sizePx, x1, y1, x2, y2] = key.split(/[:,-]/).map(Number);
      expect(lineMask({ sizePx: sizePx!, x1: x1!, y1: y1!, x2: x2!, y2: y2! }).join(''), key).to.equal(pixels);
    }
  });
});
