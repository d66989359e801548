import { expect } from 'chai';
import type { RgbPicture } from '../../../src/report/index.ts';
import { keyImages } from '../../../src/report/index.ts';
import { panelLines } from '../../../src/report/key-image/panel-lines.ts';
import { textPaths, textWidth } from '../../../src/report/key-image/stroke-text.ts';
import { sampleStudy } from '../sample-study.ts';

const pixel = ({ rgb, columns }: RgbPicture, x: number, y: number): readonly number[] => [
  ...rgb.subarray((y * columns + x) * 3, (y * columns + x) * 3 + 3),
];

const isGrey = ([red, green, blue]: readonly number[]): boolean => red === green && green === blue;

describe('keyImages', function () {
  this.timeout(60_000);
  const study = sampleStudy({ sizePx: 48 });
  const images = () => keyImages(study.views, study.grades, { boxMm: 40 });

  it('draws a picture for each view that has slices', async () => {
    const shown = study.views.filter(({ slices }) => slices.length > 0);
    expect((await images()).map(({ view }) => view)).to.deep.equal(shown);
    const bare = study.views.map((view) => ({ ...view, slices: [] }));
    expect(await keyImages(bare, study.grades, { boxMm: 40 })).to.deep.equal([]);
  });

  it('gives the same bytes again', async () => {
    const [a, b] = [await images(), await images()];
    expect(a.map(({ picture }) => picture.rgb)).to.deep.equal(b.map(({ picture }) => picture.rgb));
  });

  it('rings the centre of the pixel that a keypoint names', async () => {
    const view = { ...study.views[0]!, points: [{ site: { level: 'l4_l5' } as const, xNorm: 0.25, yNorm: 0.5 }] };
    const [image] = await keyImages([view], [], { boxMm: undefined });
    const { picture } = image!;
    const perPixel = 768 / 48;
    const [x, y] = [(12 + 0.5) * perPixel, (24 + 0.5) * perPixel];
    expect(isGrey(pixel(picture, x, y)), 'inside of the ring').to.equal(true);
    for (const [dx, dy] of [
      [-7, 0],
      [0, -7],
      [0, 7],
    ] as const) {
      const [red, green, blue] = pixel(picture, x + dx, y + dy);
      expect(red! - blue!, `on the ring, ${dx} ${dy}`).to.be.greaterThan(80);
      expect(red! - green!).to.be.greaterThan(20);
    }
  });

  it('writes that it is for research only into every picture, in amber below the slice', async () => {
    for (const { picture } of await images()) {
      const below = picture.rgb.subarray(768 * picture.columns * 3);
      let amber = 0;
      for (let at = 0; at < below.length; at += 3)
        if (below[at]! > 200 && below[at + 1]! > 130 && below[at + 2]! < 90) amber++;
      expect(amber).to.be.greaterThan(300);
    }
  });

  it('keeps every text inside of the picture', async () => {
    for (const { picture } of await images()) {
      const { columns, rows } = picture;
      for (let y = 770; y < rows; y++) expect(pixel(picture, columns - 1, y)).to.deep.equal([0, 0, 0]);
    }
  });
});

describe('panelLines', () => {
  const { views, grades } = sampleStudy();

  it('names the grades of a view, from head to foot', () => {
    const lines = panelLines(views[0]!, grades);
    expect(lines.slice(0, 2)).to.deep.equal(['Spinal canal stenosis', 'Sagittal T2/STIR, instance 8']);
    expect(lines.slice(2).map((line) => line.slice(0, 5))).to.deep.equal(['L1/L2', 'L2/L3', 'L3/L4', 'L4/L5', 'L5/S1']);
  });

  it('says what was not seen instead of a severity', () => {
    const basis = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] } as const;
    const lines = panelLines(
      views[0]!,
      grades.map((grade) => ({ ...grade, basis })),
    );
    expect(lines[2]).to.equal('L1/L2: not seen: series missing');
  });

  it('names sides on a view of one level', () => {
    const axial = views.find(({ family, site }) => family === 'subarticular' && site.level === 'l2_l3')!;
    const lines = panelLines(axial, grades);
    expect(lines[0]).to.equal('Subarticular stenosis, L2/L3');
    expect(lines.slice(2).map((line) => line.split(':')[0])).to.deep.equal(['left', 'right']);
  });
});

describe('letters of strokes', () => {
  it('grow with their height and follow each other', () => {
    expect(textWidth({ text: 'AB', capPx: 20 })).to.equal(2 * textWidth({ text: 'AB', capPx: 10 }));
    expect(textWidth({ text: 'A B', capPx: 20 })).to.be.greaterThan(textWidth({ text: 'AB', capPx: 20 }));
    expect(textPaths({ text: 'A B', xPx: 5, yPx: 30, capPx: 21 }).map(({ transform }) => transform)).to.deep.equal([
      'translate(5.00 8.00) scale(1.0000)',
      'translate(35.00 8.00) scale(1.0000)',
    ]);
  });

  it('draw a question mark for what they do not have', () => {
    const [known] = textPaths({ text: '?', xPx: 0, yPx: 0, capPx: 21 });
    expect(textPaths({ text: 'é', xPx: 0, yPx: 0, capPx: 21 })).to.deep.equal([known]);
  });
});
