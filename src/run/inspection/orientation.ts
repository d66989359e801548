import { isAsStored, type Turn } from '../../domain/turn.ts';
import type { Vec3 } from '../../domain/vec3.ts';

/** The nearest anatomical direction: R or L, A or P, F or H. */
const letterOf = ({ x, y, z }: Vec3): string => {
  const most = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (Math.abs(x) === most) return x > 0 ? 'L' : 'R';
  if (Math.abs(y) === most) return y > 0 ? 'P' : 'A';
  return z > 0 ? 'H' : 'F';
};

/** Orientation labels of an image: `rows to P, columns to F`. */
export const orientationOf = (rowDirection: Vec3, columnDirection: Vec3): string =>
  `rows to ${letterOf(rowDirection)}, columns to ${letterOf(columnDirection)}`;

/** Effect of a reorientation on the stored image; undefined if none. */
export const turnName = (turn: Turn): string | undefined => {
  if (isAsStored(turn)) return undefined;
  const { transpose, flipColumns, flipRows } = turn;
  if (!transpose && flipColumns && flipRows) return 'turned by 180 degrees';
  if (!transpose) return flipColumns ? 'mirrored from side to side' : 'mirrored from top to bottom';
  if (flipColumns !== flipRows) return `turned by 90 degrees ${flipColumns ? 'clockwise' : 'counterclockwise'}`;
  return 'rows and columns exchanged';
};
