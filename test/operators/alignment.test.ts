import { expect } from 'chai';
import fc from 'fast-check';
import type { Keypoint } from '../../src/domain/results.ts';
import type { Site } from '../../src/domain/site.ts';
import { LEVELS } from '../../src/domain/vocabulary.ts';
import { alignmentOf, UNALIGNED, USUAL_LEVEL_MM } from '../../src/operators/alignment.ts';

const grid = { rows: 400, columns: 200, xSpacingMm: 0.8, ySpacingMm: 0.5 };
const at = (site: Site, xMm: number, yMm: number, instanceNumber?: number): Keypoint => ({
  ...{ site, seriesId: 's', instanceNumber },
  point: { xNorm: xMm / 160, yNorm: yMm / 200 },
});

/** A straight spine whose lower end is turned by `angle` towards the left of the picture, discs `levelMm` apart. */
const spine = (angle: number, levelMm: number): readonly Keypoint[] =>
  LEVELS.map((level, i) => at({ level }, 80 - i * levelMm * Math.sin(angle), 20 + i * levelMm * Math.cos(angle)));

const sagittal = { kind: 'Sagittal T2/STIR', grid } as const;
const axial = { kind: 'Axial T2', grid } as const;
const angles = fc.double({ min: -0.7, max: 0.7, noNaN: true });

describe('the alignment of a region', () => {
  it('follows the spine at every level, and the distance of its discs', () =>
    fc.assert(
      fc.property(angles, fc.double({ min: 25, max: 45, noNaN: true }), fc.nat(4), (angle, levelMm, level) => {
        const all = spine(angle, levelMm);
        const turned = alignmentOf(all[level]!, all, { ...sagittal, align: 'turn' });
        expect([turned.angle, turned.scale]).to.satisfy(([a, s]: number[]) => Math.abs(a! - angle) < 1e-9 && s === 1);
        const scaled = alignmentOf(all[level]!, all, { ...sagittal, align: 'turn-and-scale' });
        expect(scaled.scale).to.be.closeTo(levelMm / USUAL_LEVEL_MM, 1e-9);
      }),
    ));

  it('lays the line between both recesses of a slice level', () =>
    fc.assert(
      fc.property(angles, fc.boolean(), (angle, isLeftFirst) => {
        const [dx, dy] = [10 * Math.cos(angle), 10 * Math.sin(angle)];
        const [a, b] = [-1, 1].map((sign) => [80 + sign * dx, 60 + sign * dy] as const);
        const [left, right] = isLeftFirst ? [a!, b!] : [b!, a!];
        const level = 'l4_l5' as const;
        const all = [at({ level, side: 'left' }, ...left, 7), at({ level, side: 'right' }, ...right, 7)];
        expect(alignmentOf(all[0]!, all, { ...axial, align: 'turn' }).angle).to.be.closeTo(angle, 1e-9);
      }),
    ));

  it('leaves regions as they are without neighbours, without being asked, and where keypoints make no spine', () => {
    const all = spine(0.3, 30);
    expect(alignmentOf(all[1]!, all, { ...sagittal, align: 'none' })).to.eql(UNALIGNED);
    expect(alignmentOf(all[1]!, [all[1]!], { ...sagittal, align: 'turn' })).to.eql(UNALIGNED);
    expect(alignmentOf(all[1]!, spine(2, 30), { ...sagittal, align: 'turn' })).to.eql(UNALIGNED);
    expect(alignmentOf(all[1]!, all, { ...axial, align: 'turn' })).to.eql(UNALIGNED);
  });
});
