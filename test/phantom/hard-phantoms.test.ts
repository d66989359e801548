import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { locationOf, MISSING_LABEL } from '../../src/domain/vocabulary.ts';
import { distanceMm } from '../../src/phantom/acquisition/slice-plane.ts';
import { locateInto } from '../../src/phantom/anatomy/spine-map.ts';
import { parseDifficulty } from '../../src/phantom/difficulty.ts';
import { phantomStudy, planPhantom } from '../../src/phantom/phantom-study.ts';
import { BUILT_IN_VARIATIONS } from '../../src/phantom/variations/built-in.ts';
import { drawVariations } from '../../src/phantom/variations/draw-variations.ts';

const STUDIES = 1000;
const plans = Array.from({ length: 16 }, (_, index) => planPhantom(21, index, { difficulty: 1 }));

describe('hard phantoms', () => {
  it('are the easy ones at difficulty 0', () => {
    const { patient: _a, drawn: _b, ...easy } = planPhantom(3, 2);
    const { patient: _c, drawn: _d, ...zero } = planPhantom(3, 2, { difficulty: 0 });
    expect(zero).to.deep.equal(easy);
    expect(easy.variations).to.deep.equal([]);
  });

  it('leave the pixels of easy ones as they have always been', () => {
    const sum = createHash('sha256');
    for (const { slices } of phantomStudy(5, 0).series) for (const { pixels } of slices) sum.update(pixels);
    expect(sum.digest('hex')).to.equal('c2fa93dc45465512a2ee10ac4215d3d397225f5afdcb19c340718f60b89eb4aa');
  });

  it('have every variation about as often as declared, more rarely at less difficulty', () => {
    const drawn = (difficulty: number) =>
      Array.from({ length: STUDIES }, (_, index) =>
        drawVariations(BUILT_IN_VARIATIONS, { seed: 4, index, difficulty, quirks: true }),
      );
    const [hard, medium] = [drawn(1), drawn(0.5)];
    for (const { name, share } of BUILT_IN_VARIATIONS) {
      const had = (all: typeof hard) => all.filter((each) => each.some((one) => one.name === name)).length / STUDIES;
      const error = Math.sqrt((share * (1 - share)) / STUDIES);
      expect(had(hard), name).to.be.closeTo(share, 4 * error);
      expect(had(medium), name).to.be.closeTo(share / 2, 4 * error);
    }
  });

  it('mark keypoints on the anatomy: the marked point lies at the level and depth that the spine has there', () => {
    for (const { patient, keypoints, landmarksMm, series } of plans) {
      for (const { seriesId, instanceNumber, condition, level, xPx, yPx } of keypoints) {
        const slice = series
          .find(({ id }) => id === seriesId)!
          .slices.find((each) => each.fileNumber === instanceNumber)!;
        const g = slice.geometry;
        const landmark = landmarksMm[locationOf(condition, level)];
        const off = distanceMm(g, landmark);
        expect(Math.abs(off)).to.be.at.most(5);
        const at = (axis: 'x' | 'y' | 'z') =>
          g.positionMm[axis] + xPx * g.xSpacingMm * g.rowDirection[axis] + yPx * g.ySpacingMm * g.columnDirection[axis];
        expect(Math.hypot(at('x') - landmark.x, at('y') - landmark.y, at('z') - landmark.z)).to.be.closeTo(
          Math.abs(off),
          1e-6,
        );
        // What the renderer paints there is what the landmark was worked out from.
        const located = { y: landmark.y, z: landmark.z, s: 0, u: 0 };
        locateInto(located, patient.map);
        const back = patient.curve.toPatient({ lateralMm: 0, sMm: located.s, depthMm: located.u });
        expect(Math.hypot(back.y - landmark.y, back.z - landmark.z), condition).to.be.below(0.8);
      }
    }
  });

  it('label what a reader read; recesses that no axial slice comes near have no label', () => {
    const isIncomplete = (index: number): boolean =>
      drawVariations(BUILT_IN_VARIATIONS, { seed: 30, index, difficulty: 1, quirks: true }).some(
        ({ name }) => name === 'incomplete-axial',
      );
    const incomplete = Array.from({ length: 200 }, (_, index) => index)
      .filter(isIncomplete)
      .slice(0, 4);
    for (const index of incomplete) {
      const { labels } = planPhantom(30, index, { difficulty: 1 });
      expect(Object.values(labels)).to.include(MISSING_LABEL);
      for (const [location, label] of Object.entries(labels))
        if (label === MISSING_LABEL) expect(location).to.contain('subarticular');
    }
    expect(incomplete.length).to.equal(4);
  });

  it('are complete without quirks', () => {
    for (let index = 0; index < 10; index++) {
      const { series, labels } = planPhantom(6, index, { quirks: false, difficulty: 1 });
      expect(series.map(({ kind }) => kind)).to.deep.equal(['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']);
      expect(Object.values(labels)).to.not.include(MISSING_LABEL);
    }
  });

  it('repeat, pixels included', () => {
    const bytes = () =>
      phantomStudy(2, 2, { difficulty: 1 }).series.flatMap(({ slices }) =>
        slices.map(({ pixels }) => createHash('sha1').update(pixels).digest('hex')),
      );
    expect(planPhantom(2, 2, { difficulty: 1 }).variations.length).to.be.above(0);
    expect(bytes()).to.deep.equal(bytes());
  });
}).timeout(120_000);

describe('parseDifficulty', () => {
  it('takes names and numbers from 0 to 1', () => {
    expect(['easy', 'medium', 'hard', '0.25', '1'].map(parseDifficulty)).to.deep.equal([0, 0.5, 1, 0.25, 1]);
  });

  it('refuses the rest, with what it takes', () => {
    for (const given of ['', 'harder', '-1', '1.01', 'NaN'])
      expect(() => parseDifficulty(given)).to.throw('give easy, medium, hard or a number from 0 to 1');
  });
});
