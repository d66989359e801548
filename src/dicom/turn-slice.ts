import type { SliceHeader } from '../domain/slice-header.ts';
import type { StoredPixels } from '../domain/study.ts';
import { AS_STORED, isAsStored, type SizePx, storedPoint, TURNS, type Turn, turnedSize } from '../domain/turn.ts';
import { dot, type Vec3 } from '../domain/vec3.ts';
import { tagMissing } from './errors.ts';
import { TAGS } from './tags.ts';

/**
 * Turns the pixels of a picture; returns the same array if nothing changes.
 * @param size of the stored picture
 */
export const turnedPixels = (pixels: StoredPixels, size: SizePx, turn: Turn): StoredPixels => {
  if (isAsStored(turn)) return pixels;
  const { rows, columns } = turnedSize(size, turn);
  const indexOf = (xPx: number, yPx: number): number => {
    const stored = storedPoint({ xPx, yPx }, { rows, columns }, turn);
    return stored.yPx * size.columns + stored.xPx;
  };
  const first = indexOf(0, 0);
  const [alongRow, downColumn] = [indexOf(1, 0) - first, indexOf(0, 1) - first];
  const turned = pixels.slice();
  for (let y = 0, at = 0; y < rows; y++)
    for (let x = 0, from = first + y * downColumn; x < columns; x++, from += alongRow) turned[at++] = pixels[from]!;
  return turned;
};

// 0 - v avoids negative zero, which would differ when files are compared
const reversed = ({ x, y, z }: Vec3): Vec3 => ({ x: 0 - x, y: 0 - y, z: 0 - z });

/** Row and column directions of the turned picture. */
const turnedDirections = (row: Vec3, column: Vec3, turn: Turn): { readonly row: Vec3; readonly column: Vec3 } => {
  const [along, down] = turn.transpose ? [column, row] : [row, column];
  return {
    row: turn.flipColumns ? reversed(along) : along,
    column: turn.flipRows ? reversed(down) : down,
  };
};

/** Position of the pixel that moves to the upper left. */
const turnedPosition = (header: SliceHeader, turn: Turn): Vec3 | undefined => {
  const { rows, columns, positionMm, pixelSpacingMm, rowDirection, columnDirection } = header;
  if (!(rows && columns && positionMm && pixelSpacingMm && rowDirection && columnDirection)) return positionMm;
  const { xPx, yPx } = storedPoint({ xPx: 0, yPx: 0 }, turnedSize({ rows, columns }, turn), turn);
  const [xMm, yMm] = [xPx * pixelSpacingMm.xSpacingMm, yPx * pixelSpacingMm.ySpacingMm];
  const along = (axis: 'x' | 'y' | 'z') => positionMm[axis] + rowDirection[axis] * xMm + columnDirection[axis] * yMm;
  return { x: along('x'), y: along('y'), z: along('z') };
};

/** The header as if the picture had been stored turned; the same object if nothing changes. */
export const turnedHeader = (header: SliceHeader, turn: Turn): SliceHeader => {
  if (isAsStored(turn)) return header;
  const { rows, columns, pixelSpacingMm, rowDirection, columnDirection } = header;
  const directions = rowDirection && columnDirection && turnedDirections(rowDirection, columnDirection, turn);
  return {
    ...header,
    rows: turn.transpose ? columns : rows,
    columns: turn.transpose ? rows : columns,
    pixelSpacingMm:
      pixelSpacingMm && turn.transpose
        ? { xSpacingMm: pixelSpacingMm.ySpacingMm, ySpacingMm: pixelSpacingMm.xSpacingMm }
        : pixelSpacingMm,
    positionMm: turnedPosition(header, turn),
    rowDirection: directions?.row ?? rowDirection,
    columnDirection: directions?.column ?? columnDirection,
  };
};

/**
 * The turn that aligns rows and columns best with the targets; in a tie the first, so that a well-oriented picture stays as it is.
 * @throws DICOM_TAG_MISSING without ImageOrientationPatient
 */
export const turnTo = (rowTarget: Vec3, columnTarget: Vec3, header: SliceHeader): Turn => {
  const { rowDirection, columnDirection } = header;
  if (rowDirection === undefined || columnDirection === undefined)
    throw tagMissing([TAGS.imageOrientation], 'bring the slice to standard orientation');
  // rows, columns: alignment of the stored directions with the targets
  const asStored = { rows: dot(rowDirection, rowTarget), columns: dot(columnDirection, columnTarget) };
  const exchanged = { rows: dot(columnDirection, rowTarget), columns: dot(rowDirection, columnTarget) };
  let [best, most] = [AS_STORED, Number.NEGATIVE_INFINITY];
  for (const turn of TURNS) {
    const { rows, columns } = turn.transpose ? exchanged : asStored;
    const agreement = (turn.flipColumns ? -rows : rows) + (turn.flipRows ? -columns : columns);
    if (agreement > most) [best, most] = [turn, agreement];
  }
  return best;
};

const LEFT: Vec3 = { x: 1, y: 0, z: 0 };
const BACK: Vec3 = { x: 0, y: 1, z: 0 };
const FEET: Vec3 = { x: 0, y: 0, z: -1 };

/** Axial slices are viewed from the feet, with rows to the patient's left; sagittal ones have the back on the right and the head on top. */
const STANDARD = {
  axial: { row: LEFT, column: BACK },
  sagittal: { row: BACK, column: FEET },
} as const;

/** Returns the turn that brings a slice of the plane to standard orientation. @throws DICOM_TAG_MISSING */
export const standardTurn = (header: SliceHeader, plane: keyof typeof STANDARD): Turn =>
  turnTo(STANDARD[plane].row, STANDARD[plane].column, header);
