import type { IndexedSlice } from '../../src/domain/indexed.ts';
import type { SliceHeader } from '../../src/domain/slice-header.ts';
import { cross, scaled, sum, type Vec3 } from '../../src/domain/vec3.ts';

/** A stack of slices of 64 x 64 pixels of 4 mm, whose pictures are centred about a line along the normal. */
export interface StackOf {
  readonly row: Vec3;
  readonly column: Vec3;
  /** Centres of the slices, in mm along the normal from `centreMm`. */
  readonly atMm: readonly number[];
  readonly centreMm?: Vec3;
  readonly header?: Partial<SliceHeader>;
}

const SIZE_PX = 64;
const SPACING_MM = 4;

export const SAGITTAL = { row: { x: 0, y: 1, z: 0 }, column: { x: 0, y: 0, z: -1 } } as const;
export const AXIAL = { row: { x: 1, y: 0, z: 0 }, column: { x: 0, y: 1, z: 0 } } as const;

/** An axial plane that leans by so much about the patient's left-right axis. */
export const leaning = (degrees: number) => {
  const angle = (degrees * Math.PI) / 180;
  return { row: AXIAL.row, column: { x: 0, y: Math.cos(angle), z: -Math.sin(angle) } } as const;
};

let made = 0;

/** The normal of an axial or sagittal stack, to the head or to the left. */
const normalOf = (row: Vec3, column: Vec3): Vec3 => {
  const normal = cross(row, column);
  const { x, y, z } = normal;
  const greatest = [x, y, z].reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a));
  return greatest < 0 ? scaled(normal, -1) : normal;
};

/** Slices as an index has them; each in a file of its own. */
export const slicesOf = ({ row, column, atMm, centreMm = { x: 0, y: 0, z: 0 }, header }: StackOf): IndexedSlice[] =>
  atMm.map((distance) => {
    made++;
    const half = ((SIZE_PX - 1) / 2) * SPACING_MM;
    const centre = sum(centreMm, scaled(normalOf(row, column), distance));
    const name = `file${made}.dcm`;
    return {
      file: { name, path: `memory/${name}` },
      copies: [],
      header: {
        transferSyntaxUid: '1.2.840.10008.1.2.1',
        sopInstanceUid: `1.2.${made}`,
        rows: SIZE_PX,
        columns: SIZE_PX,
        pixelSpacingMm: { xSpacingMm: SPACING_MM, ySpacingMm: SPACING_MM },
        rowDirection: row,
        columnDirection: column,
        positionMm: sum(centre, sum(scaled(row, -half), scaled(column, -half))),
        ...header,
      },
    };
  });
