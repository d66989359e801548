import { expect } from 'chai';
import fc from 'fast-check';
import { withoutRounding } from '../../../src/dicom/parse/directions.ts';
import { parseHeader } from '../../../src/dicom/parse-header.ts';
import { cross, dot, lengthOf, minus, type Vec3 } from '../../../src/domain/vec3.ts';
import { dicomFixture } from '../../support/dicom-fixture.ts';

const component = fc.double({ min: -1, max: 1, noNaN: true });
const vector = fc.record({ x: component, y: component, z: component });

const scaled = ({ x, y, z }: Vec3, factor: number): Vec3 => ({ x: x * factor, y: y * factor, z: z * factor });
const unit = (v: Vec3): Vec3 => scaled(v, 1 / lengthOf(v));
const rounded = ({ x, y, z }: Vec3, digits: number): Vec3 => {
  const [a, b, c] = [x, y, z].map((value) => Number(value.toFixed(digits)));
  return { x: a!, y: b!, z: c! };
};

/** Two unit vectors, perpendicular to each other. */
const directions = fc
  .tuple(vector, vector)
  .filter(([a, b]) => lengthOf(a) > 0.1 && lengthOf(cross(a, b)) > 0.1)
  .map(([a, b]) => ({ rowDirection: unit(a), columnDirection: unit(cross(a, b)) }));

describe('directions', () => {
  it('that were rounded to two or three decimals become unit and perpendicular, and no further from the true ones', () =>
    fc.assert(
      fc.property(directions, fc.constantFrom(2, 3), (exact, digits) => {
        const stored = {
          rowDirection: rounded(exact.rowDirection, digits),
          columnDirection: rounded(exact.columnDirection, digits),
        };
        const { rowDirection, columnDirection } = withoutRounding(stored);
        expect(lengthOf(rowDirection)).to.be.closeTo(1, 1e-4);
        expect(lengthOf(columnDirection)).to.be.closeTo(1, 1e-4);
        expect(dot(rowDirection, columnDirection)).to.be.closeTo(0, 1e-4);
        const offBy = (found: typeof exact) =>
          Math.hypot(
            lengthOf(minus(found.rowDirection, exact.rowDirection)),
            lengthOf(minus(found.columnDirection, exact.columnDirection)),
          );
        expect(offBy({ rowDirection, columnDirection })).to.be.at.most(offBy(stored) + 1e-4);
      }),
    ));

  it('that are exact to 1e-4 stay as they are, to the last bit', () =>
    fc.assert(
      fc.property(directions, fc.constantFrom(5, 6, 9, 16), (exact, digits) => {
        const stored = {
          rowDirection: rounded(exact.rowDirection, digits),
          columnDirection: rounded(exact.columnDirection, digits),
        };
        expect(withoutRounding(stored)).to.equal(stored);
      }),
    ));

  it('that no rounding explains stay as they are, and are refused where the slice is placed', () => {
    for (const columnDirection of [
      { x: 0, y: 1.02, z: 0 },
      { x: 0.03, y: 0.9995, z: 0 },
      { x: 0, y: 0, z: 0 },
    ]) {
      const stored = { rowDirection: { x: 1, y: 0, z: 0 }, columnDirection };
      expect(withoutRounding(stored)).to.equal(stored);
    }
  });

  it('of a header are without rounding', () => {
    const { rowDirection, columnDirection } = parseHeader(
      dicomFixture({ orientation: [0.98, 0.17, 0, 0.17, -0.98, 0.1] }),
    );
    expect(lengthOf(rowDirection!)).to.be.closeTo(1, 1e-12);
    expect(dot(rowDirection!, columnDirection!)).to.be.closeTo(0, 1e-12);
  });
});
