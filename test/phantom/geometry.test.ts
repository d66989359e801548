import { expect } from 'chai';
import fc from 'fast-check';
import { LOCATIONS } from '../../src/domain/vocabulary.ts';
import { landmarksOf } from '../../src/phantom/anatomy/landmarks.ts';
import { locateInto } from '../../src/phantom/anatomy/spine-map.ts';
import { ellipse, ellipsoid, roundedBox, tube, tubeBetween } from '../../src/phantom/shapes.ts';
import { patientWith } from './anatomy-fixture.ts';

const healthy = patientWith({});

describe('spineMap', () => {
  it('undoes the way from the spine to the patient, canal and facets included', () => {
    const where = fc.record({
      sMm: fc.double({ min: -80, max: 110, noNaN: true }),
      depthMm: fc.double({ min: -30, max: 45, noNaN: true }),
    });
    fc.assert(
      fc.property(where, ({ sMm, depthMm }) => {
        const { y, z } = healthy.curve.toPatient({ lateralMm: 0, sMm, depthMm });
        const found = { y, z, s: 0, u: 0 };
        locateInto(found, healthy.map);
        // The map is bilinear over cells of 2 mm.
        return Math.abs(found.s - sMm) < 0.3 && Math.abs(found.u - depthMm) < 0.3;
      }),
    );
  });

  it('bends the spine as lordosis does: L3 farther forward than L1 and S1, S1 leaning back', () => {
    const y = (sMm: number) => healthy.curve.toPatient({ lateralMm: 0, sMm, depthMm: 0 }).y;
    expect(y(20)).to.be.below(y(95));
    expect(y(20)).to.be.below(y(-80));
    expect(healthy.curve.tiltRad(-75)).to.be.below(healthy.curve.tiltRad(80) - 0.5);
  });
});

describe('landmarksOf', () => {
  const points = landmarksOf(healthy);

  it('puts left places to the left of the canal and right ones to the right', () => {
    for (const location of LOCATIONS) {
      const aside = points[location].x - healthy.anatomy.originMm.x;
      if (location.startsWith('left')) expect(aside, location).to.be.above(5);
      if (location.startsWith('right')) expect(aside, location).to.be.below(-5);
      if (location.startsWith('spinal')) expect(Math.abs(aside), location).to.be.below(4);
    }
  });

  it('goes down level by level, and foramina lie above their discs', () => {
    expect(points.spinal_canal_stenosis_l1_l2.z).to.be.above(points.spinal_canal_stenosis_l2_l3.z + 25);
    expect(points.spinal_canal_stenosis_l4_l5.z).to.be.above(points.spinal_canal_stenosis_l5_s1.z + 20);
    expect(points.left_neural_foraminal_narrowing_l3_l4.z).to.be.above(points.left_subarticular_stenosis_l3_l4.z);
  });
});

describe('shapes', () => {
  const size = fc.double({ min: 2, max: 30, noNaN: true });

  it('are zero on their surfaces', () => {
    fc.assert(
      fc.property(size, size, size, (a, b, c) => {
        expect(ellipse(a, 0, a, b)).to.be.closeTo(0, 1e-9);
        expect(roundedBox(0, -b, a, b)).to.be.closeTo(0, 1e-9);
        expect(ellipsoid(0, 0, c, { a, b, c })).to.be.closeTo(0, 1e-9);
      }),
    );
  });

  it('are negative inside and positive outside', () => {
    expect(ellipse(1, 1, 4, 3)).to.be.below(0);
    expect(ellipse(0, 0, 4, 3)).to.equal(-3);
    expect(ellipse(5, 0, 4, 3)).to.be.above(0);
    expect(roundedBox(3.5, 3.5, 4, 4)).to.be.above(0);
    expect(roundedBox(3, 3, 4, 4)).to.be.below(0);
  });

  it('measure a tube from its axis, with a radius that changes along it', () => {
    const cone = tubeBetween([0, 0, 0, 1], [0, 10, 0, 3]);
    // Half way the radius is 2; 5 mm beside the axis is 3 mm outside.
    expect(tube({ ax: 5, s: 5, u: 0 }, cone)).to.be.closeTo(3, 1e-12);
    expect(tube({ ax: 0, s: 12, u: 0 }, cone)).to.be.closeTo(-1, 1e-12);
  });
});
