/**
 * One of the eight orientations of a stored picture: rows and columns are exchanged first, then columns and rows of the result are reversed. Maps
 * `turned[row][column]` to a position in the stored picture.
 */
export interface Turn {
  readonly transpose: boolean;
  readonly flipColumns: boolean;
  readonly flipRows: boolean;
}

/** Size of a picture in pixels. */
export interface SizePx {
  readonly rows: number;
  readonly columns: number;
}

/** A point of an image; (0, 0) is the centre of the upper left pixel. */
export interface PointPx {
  readonly xPx: number;
  readonly yPx: number;
}

const BOTH = [false, true] as const;

/** All eight turns; the first is the identity. */
export const TURNS: readonly Turn[] = BOTH.flatMap((transpose) =>
  BOTH.flatMap((flipRows) => BOTH.map((flipColumns) => ({ transpose, flipColumns, flipRows }))),
);

/** The identity. */
export const AS_STORED: Turn = TURNS[0]!;

export const isAsStored = ({ transpose, flipColumns, flipRows }: Turn): boolean =>
  !transpose && !flipColumns && !flipRows;

/** The size of a picture after the turn; the same function inverts it. */
export const turnedSize = ({ rows, columns }: SizePx, { transpose }: Turn): SizePx =>
  transpose ? { rows: columns, columns: rows } : { rows, columns };

/**
 * Maps a point of the turned picture to the stored one.
 * @param size of the turned picture
 */
export const storedPoint = ({ xPx, yPx }: PointPx, { rows, columns }: SizePx, turn: Turn): PointPx => {
  const x = turn.flipColumns ? columns - 1 - xPx : xPx;
  const y = turn.flipRows ? rows - 1 - yPx : yPx;
  return turn.transpose ? { xPx: y, yPx: x } : { xPx: x, yPx: y };
};

/**
 * Maps a point of the stored picture to the turned one; the inverse of `storedPoint`.
 * @param size of the turned picture
 */
export const turnedPoint = ({ xPx, yPx }: PointPx, { rows, columns }: SizePx, turn: Turn): PointPx => {
  const [x, y] = turn.transpose ? [yPx, xPx] : [xPx, yPx];
  return {
    xPx: turn.flipColumns ? columns - 1 - x : x,
    yPx: turn.flipRows ? rows - 1 - y : y,
  };
};

/** A point as a share of a picture's columns and rows: `xPx = xNorm * columns`. */
export interface PointNorm {
  readonly xNorm: number;
  readonly yNorm: number;
}

/** A stored picture, and the turn that brings it to standard orientation. */
export interface Turned {
  readonly turn: Turn;
  readonly stored: SizePx;
}

const moved = ({ xNorm, yNorm }: PointNorm, from: SizePx, to: SizePx, move: (point: PointPx) => PointPx): PointNorm => {
  const { xPx, yPx } = move({ xPx: xNorm * from.columns, yPx: yNorm * from.rows });
  return { xNorm: xPx / to.columns, yNorm: yPx / to.rows };
};

/** Converts a point of the turned picture to a share of the stored one; unchanged by the identity. */
export const storedNorm = (point: PointNorm, { turn, stored }: Turned): PointNorm => {
  if (isAsStored(turn)) return point;
  const size = turnedSize(stored, turn);
  return moved(point, size, stored, (px) => storedPoint(px, size, turn));
};

/** Converts a point of the stored picture to a share of the turned one; the inverse of `storedNorm`. */
export const turnedNorm = (point: PointNorm, { turn, stored }: Turned): PointNorm => {
  if (isAsStored(turn)) return point;
  const size = turnedSize(stored, turn);
  return moved(point, stored, size, (px) => turnedPoint(px, size, turn));
};
