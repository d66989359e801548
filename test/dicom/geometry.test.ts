import { expect } from 'chai';
import fc from 'fast-check';
import {
  geometryOf,
  nearestPlane,
  patientPointOf,
  planeDistanceMm,
  requirePosition,
} from '../../src/dicom/geometry.ts';
import { parseHeader } from '../../src/dicom/parse-header.ts';
import type { SliceGeometry, Vec3 } from '../../src/domain/study.ts';
import { type DicomFixture, dicomFixture } from '../support/dicom-fixture.ts';
import { thrownBy } from '../support/thrown-by.ts';

/** Coordinates up to 1000 mm in float64: 1000 * 2^-52 a step, and a handful of steps. */
const FLOAT64_TOL = 1e-9;

/** A sagittal slice with pixels twice as high as wide: columns run to the back (+y), rows to the feet (-z). */
const sagittal: SliceGeometry = {
  rows: 10,
  columns: 20,
  xSpacingMm: 0.5,
  ySpacingMm: 1,
  positionMm: { x: 3, y: -100, z: 50 },
  rowDirection: { x: 0, y: 1, z: 0 },
  columnDirection: { x: 0, y: 0, z: -1 },
};

const plane = (z: number): SliceGeometry => ({
  ...sagittal,
  positionMm: { x: 0, y: 0, z },
  rowDirection: { x: 1, y: 0, z: 0 },
  columnDirection: { x: 0, y: 1, z: 0 },
});

/** Any oblique slice with pixels that are not square: two turned axes of a rotation by three angles. */
const obliqueSlice = fc
  .record({
    angles: fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }))),
    xSpacingMm: fc.double({ min: 0.2, max: 2, noNaN: true }),
    ySpacingMm: fc.double({ min: 0.2, max: 2, noNaN: true }),
    positionMm: fc.record({
      x: fc.integer({ min: -300, max: 300 }),
      y: fc.integer({ min: -300, max: 300 }),
      z: fc.integer({ min: -300, max: 300 }),
    }),
  })
  .map(({ angles, ...rest }): SliceGeometry => {
    const [sa, sb, sc] = angles.map(Math.sin) as [number, number, number];
    const [ca, cb, cc] = angles.map(Math.cos) as [number, number, number];
    return {
      rows: 100,
      columns: 80,
      ...rest,
      rowDirection: { x: ca * cb, y: sa * cb, z: -sb },
      columnDirection: { x: ca * sb * sc - sa * cc, y: sa * sb * sc + ca * cc, z: cb * sc },
    };
  });
const pointPx = fc.record({
  xPx: fc.double({ min: -100, max: 200, noNaN: true }),
  yPx: fc.double({ min: -100, max: 200, noNaN: true }),
});

const expectClose = (found: Vec3, expected: Vec3): void => {
  for (const axis of ['x', 'y', 'z'] as const) expect(found[axis]).to.be.closeTo(expected[axis], FLOAT64_TOL);
};

describe('patientPointOf', () => {
  it('walks along a row by the column spacing, down a column by the row spacing', () => {
    expect(patientPointOf(sagittal, { xPx: 0, yPx: 0 })).to.deep.equal(sagittal.positionMm);
    expect(patientPointOf(sagittal, { xPx: 4, yPx: 7 })).to.deep.equal({ x: 3, y: -98, z: 43 });
  });

  it('is what the affine of DICOM PS3.3 C.7.6.2.1.1 makes of column and row, on any oblique slice', () => {
    fc.assert(
      fc.property(obliqueSlice, pointPx, (geometry, { xPx, yPx }) => {
        const { rowDirection, columnDirection, positionMm, xSpacingMm, ySpacingMm } = geometry;
        const along = (axis: 'x' | 'y' | 'z') =>
          rowDirection[axis] * xSpacingMm * xPx + columnDirection[axis] * ySpacingMm * yPx + positionMm[axis];
        expectClose(patientPointOf(geometry, { xPx, yPx }), { x: along('x'), y: along('y'), z: along('z') });
      }),
    );
  });
});

describe('planeDistanceMm', () => {
  it('is zero for every point of the slice itself', () => {
    fc.assert(
      fc.property(obliqueSlice, pointPx, (geometry, point) => {
        expect(planeDistanceMm(geometry, patientPointOf(geometry, point))).to.be.closeTo(0, FLOAT64_TOL);
      }),
    );
  });

  it('goes along the normal, is never negative and takes no notice of the image border', () => {
    expect(planeDistanceMm(plane(10), { x: 500, y: -700, z: 13 })).to.equal(3);
    expect(planeDistanceMm(plane(10), { x: 500, y: -700, z: 7 })).to.equal(3);
  });

  it('does not stretch with directions that are not quite of length 1', () => {
    const stretched = { ...plane(10), rowDirection: { x: 1.005, y: 0, z: 0 } };
    expect(planeDistanceMm(stretched, { x: 0, y: 0, z: 13 })).to.be.closeTo(3, FLOAT64_TOL);
  });
});

describe('nearestPlane', () => {
  const planes = [12, 4, 4, -4].map((z, index) => ({ index, geometry: plane(z) }));
  const at = (z: number): Vec3 => ({ x: 0, y: 0, z });

  it('finds the nearest, the first of equals', () => {
    expect(nearestPlane(at(3), planes, 5)?.index).to.equal(1);
    expect(nearestPlane(at(0), planes, 5)?.index).to.equal(1);
    expect(nearestPlane(at(-3), planes, 5)?.index).to.equal(3);
  });

  it('accepts the greatest distance itself and nothing beyond', () => {
    expect(nearestPlane(at(17), planes, 5)?.index).to.equal(0);
    expect(nearestPlane(at(17.000001), planes, 5)).to.equal(undefined);
  });

  it('finds nothing among no planes', () => {
    expect(nearestPlane(at(0), [], Number.POSITIVE_INFINITY)).to.equal(undefined);
  });
});

describe('geometryOf', () => {
  const geometry = (fixture: DicomFixture) =>
    geometryOf(parseHeader(dicomFixture(fixture)), { studyId: '1', seriesId: '2', file: '3.dcm' });

  it('takes PixelSpacing as (between rows, between columns)', () => {
    expect(
      geometry({
        rows: 4,
        columns: 6,
        pixelSpacing: [0.5, 0.75],
        position: [1, 2, 3],
        orientation: [0, 1, 0, 0, 0, -1],
      }),
    ).to.deep.equal({
      rows: 4,
      columns: 6,
      xSpacingMm: 0.75,
      ySpacingMm: 0.5,
      positionMm: { x: 1, y: 2, z: 3 },
      rowDirection: { x: 0, y: 1, z: 0 },
      columnDirection: { x: 0, y: 0, z: -1 },
    });
  });

  it('names every attribute that is missing or unusable, at once', () => {
    const set = {
      '00280010': ['US', [0]],
      '00280030': undefined,
      '00200032': ['DS', '1\\2'],
      '00200037': ['DS', 'a\\b\\c\\d\\e\\f'],
    } as const;
    expect(thrownBy(() => geometry({ set })).message).to.equal(
      'study 1 / series 2 / 3.dcm: no usable Rows (0028,0010), PixelSpacing (0028,0030), ImagePositionPatient (0020,0032), ' +
        'ImageOrientationPatient (0020,0037), needed to place the slice in the patient; export the file again with its full header, or remove the series',
    );
  });

  it('refuses spacings that are not positive', () => {
    const error = thrownBy(() => geometry({ pixelSpacing: [0, 0.5] }));
    expect(error.code).to.equal('DICOM_GEOMETRY_INVALID');
    expect(error.reason).to.equal(
      'PixelSpacing is 0 \\ 0.5 mm, expected positive numbers, so the slice has no position in the patient; export the series again or remove it',
    );
    expect(thrownBy(() => geometry({ pixelSpacing: [0.5, -1] })).code).to.equal('DICOM_GEOMETRY_INVALID');
  });

  it('refuses directions that are parallel, oblique to each other or not of length 1', () => {
    for (const orientation of [
      [1, 0, 0, 1, 0, 0],
      [1, 0, 0, 0.6, 0.8, 0],
      [2, 0, 0, 0, 0.5, 0],
      [0, 0, 0, 0, 0, 0],
    ])
      expect(thrownBy(() => geometry({ orientation })).reason).to.match(
        /^ImageOrientationPatient is not two perpendicular directions of length 1, /,
      );
  });

  it('accepts directions with a few decimals', () => {
    expect(geometry({ orientation: [0.9962, 0.0872, 0, -0.0872, 0.9962, 0] }).rowDirection.y).to.equal(0.0872);
  });
});

describe('requirePosition', () => {
  it('gives the position, or names the attribute', () => {
    expect(requirePosition(parseHeader(dicomFixture({ position: [1, 2, 3] })))).to.deep.equal({ x: 1, y: 2, z: 3 });
    const header = parseHeader(dicomFixture({ set: { '00200032': undefined } }));
    expect(thrownBy(() => requirePosition(header, { seriesId: '2' })).message).to.equal(
      'series 2: no usable ImagePositionPatient (0020,0032), needed to find the direction of the stack; export the file again with its full header, or remove the series',
    );
  });
});
