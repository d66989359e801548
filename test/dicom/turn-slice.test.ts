import { expect } from 'chai';
import fc from 'fast-check';
import { geometryOf, patientPointOf } from '../../src/dicom/geometry.ts';
import { standardTurn, turnedHeader, turnedPixels, turnTo } from '../../src/dicom/turn-slice.ts';
import type { SliceHeader } from '../../src/domain/slice-header.ts';
import { AS_STORED, storedPoint, TURNS, type Turn, turnedPoint, turnedSize } from '../../src/domain/turn.ts';
import { cross, lengthOf, minus, type Vec3 } from '../../src/domain/vec3.ts';
import { thrownBy } from '../support/thrown-by.ts';

const unit = ({ x, y, z }: Vec3): Vec3 => {
  const length = lengthOf({ x, y, z });
  return { x: x / length, y: y / length, z: z / length };
};

const coordinate = fc.double({ min: -300, max: 300, noNaN: true });
const vector = fc.record({ x: coordinate, y: coordinate, z: coordinate });
/** Two perpendicular directions of any attitude. */
const directions = fc
  .tuple(vector, vector)
  .filter(([a, b]) => lengthOf(a) > 1 && lengthOf(b) > 1 && lengthOf(cross(unit(a), unit(b))) > 0.1)
  .map(([a, b]) => {
    const row = unit(a);
    return { rowDirection: row, columnDirection: unit(cross(unit(cross(row, b)), row)) };
  });

const header: fc.Arbitrary<SliceHeader> = fc
  .tuple(
    directions,
    fc.record({
      rows: fc.integer({ min: 1, max: 9 }),
      columns: fc.integer({ min: 1, max: 9 }),
      positionMm: vector,
      pixelSpacingMm: fc.record({
        xSpacingMm: fc.double({ min: 0.1, max: 4, noNaN: true }),
        ySpacingMm: fc.double({ min: 0.1, max: 4, noNaN: true }),
      }),
    }),
  )
  .map(([attitude, rest]) => ({ transferSyntaxUid: '', ...attitude, ...rest }));
const turn = fc.constantFrom(...TURNS);
const point = fc.record({
  xPx: fc.double({ min: -5, max: 20, noNaN: true }),
  yPx: fc.double({ min: -5, max: 20, noNaN: true }),
});

describe('turnedHeader', () => {
  it('places every point of the turned picture where it is in the patient', () => {
    fc.assert(
      fc.property(header, turn, point, (stored, how, place) => {
        const [before, after] = [geometryOf(stored), geometryOf(turnedHeader(stored, how))];
        const turned = turnedPoint(place, after, how);
        expect(lengthOf(minus(patientPointOf(after, turned), patientPointOf(before, place)))).to.be.below(1e-9);
      }),
    );
  });

  it('gives the same header where nothing is turned, and no negative zeros', () => {
    const stored: SliceHeader = {
      transferSyntaxUid: '',
      rowDirection: { x: 1, y: 0, z: 0 },
      columnDirection: { x: 0, y: 1, z: 0 },
    };
    expect(turnedHeader(stored, AS_STORED)).to.equal(stored);
    const flipped = turnedHeader(stored, { transpose: false, flipColumns: true, flipRows: true });
    expect(flipped.rowDirection).to.deep.equal({ x: -1, y: 0, z: 0 });
    expect(Object.values(flipped.rowDirection ?? {}).some((value) => Object.is(value, -0))).to.equal(false);
  });

  it('leaves undefined what the header lacks', () => {
    const turned = turnedHeader({ transferSyntaxUid: '', rows: 3, columns: 5 }, TURNS.at(-1)!);
    expect(turned).to.include({ rows: 5, columns: 3 });
    expect(turned.positionMm).to.equal(undefined);
    expect(turned.rowDirection).to.equal(undefined);
  });
});

describe('turnedPixels', () => {
  it('puts every pixel where its point goes', () => {
    const size = fc.record({ rows: fc.integer({ min: 1, max: 7 }), columns: fc.integer({ min: 1, max: 7 }) });
    fc.assert(
      fc.property(size, turn, (stored, how) => {
        const pixels = Int16Array.from({ length: stored.rows * stored.columns }, (_, i) => i - 5);
        const turned = turnedPixels(pixels, stored, how);
        const after = turnedSize(stored, how);
        for (let yPx = 0; yPx < after.rows; yPx++)
          for (let xPx = 0; xPx < after.columns; xPx++) {
            const from = storedPoint({ xPx, yPx }, after, how);
            expect(turned[yPx * after.columns + xPx]).to.equal(pixels[from.yPx * stored.columns + from.xPx]);
          }
      }),
    );
  });

  it('gives the same array where nothing is turned, else another of its type', () => {
    for (const pixels of [Uint8Array.of(1, 2), Int8Array.of(1, 2), Uint16Array.of(1, 2), Float32Array.of(1, 2)]) {
      expect(turnedPixels(pixels, { rows: 1, columns: 2 }, AS_STORED)).to.equal(pixels);
      const flipped = turnedPixels(pixels, { rows: 1, columns: 2 }, { ...AS_STORED, flipColumns: true });
      expect(flipped.constructor).to.equal(pixels.constructor);
      expect([...flipped]).to.deep.equal([2, 1]);
      expect([...pixels]).to.deep.equal([1, 2]);
    }
  });
});

describe('standardTurn', () => {
  const STANDARD: SliceHeader = {
    transferSyntaxUid: '',
    rows: 4,
    columns: 6,
    pixelSpacingMm: { xSpacingMm: 1, ySpacingMm: 2 },
    positionMm: { x: 0, y: 0, z: 0 },
    rowDirection: { x: 1, y: 0, z: 0 },
    columnDirection: { x: 0, y: 1, z: 0 },
  };
  const SAGITTAL: SliceHeader = {
    ...STANDARD,
    rowDirection: { x: 0, y: 1, z: 0 },
    columnDirection: { x: 0, y: 0, z: -1 },
  };

  it('undoes each of the eight ways to store a picture', () => {
    for (const how of TURNS)
      for (const [plane, wanted] of [
        ['axial', STANDARD],
        ['sagittal', SAGITTAL],
      ] as const) {
        const stored = turnedHeader(wanted, how);
        expect(turnedHeader(stored, standardTurn(stored, plane))).to.deep.equal(wanted);
      }
  });

  it('leaves slices that lie well as they are, also when they lean', () => {
    const leaning = (degrees: number): SliceHeader => {
      const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      return { ...STANDARD, rowDirection: { x: 1, y: 0, z: 0 }, columnDirection: { x: 0, y: c, z: s } };
    };
    for (const degrees of [-48, -20, 0, 30, 48]) expect(standardTurn(leaning(degrees), 'axial')).to.equal(AS_STORED);
  });

  it('finds the turn after which directions agree best', () => {
    const targets = fc.tuple(directions, header);
    fc.assert(
      fc.property(targets, ([{ rowDirection, columnDirection }, stored]) => {
        const agreement = (how: Turn): number => {
          const { rowDirection: row, columnDirection: column } = turnedHeader(stored, how);
          return [
            [row!, rowDirection],
            [column!, columnDirection],
          ].reduce((sum, [a, b]) => sum + a!.x * b!.x + a!.y * b!.y + a!.z * b!.z, 0);
        };
        const best = agreement(turnTo(rowDirection, columnDirection, stored));
        for (const how of TURNS) expect(agreement(how)).to.be.at.most(best + 1e-12);
      }),
    );
  });

  it('needs directions', () => {
    expect(thrownBy(() => standardTurn({ transferSyntaxUid: '' }, 'axial')).code).to.equal('DICOM_TAG_MISSING');
  });
});
