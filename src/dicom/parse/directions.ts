import { dot, lengthOf, minus, sum, type Vec3 } from '../../domain/vec3.ts';

interface Directions {
  readonly rowDirection: Vec3;
  readonly columnDirection: Vec3;
}

/** Directions that are unit and perpendicular within this tolerance stay as written. */
const EXACT = 1e-4;
/** Effect of rounding to two decimals (0.005 per component): sqrt(3) x 0.005 on a length, 2 x sqrt(3) x 0.005 on a product of two. */
const ROUNDED_LENGTH = 0.01;
const ROUNDED_PRODUCT = 0.02;

const unit = ({ x, y, z }: Vec3): Vec3 => {
  const length = lengthOf({ x, y, z });
  return { x: x / length, y: y / length, z: z / length };
};

/**
 * Undoes rounding as far as possible: scales directions to length 1 and turns both by the same angle until they are perpendicular. Exact directions
 * stay unchanged to the last bit, as do directions that rounding does not explain, which are refused later.
 */
export const withoutRounding = (directions: Directions): Directions => {
  const { rowDirection, columnDirection } = directions;
  const offLength = Math.max(Math.abs(lengthOf(rowDirection) - 1), Math.abs(lengthOf(columnDirection) - 1));
  const offProduct = Math.abs(dot(rowDirection, columnDirection));
  if (offLength <= EXACT && offProduct <= EXACT) return directions;
  if (offLength > ROUNDED_LENGTH || offProduct > ROUNDED_PRODUCT) return directions;
  const [row, column] = [unit(rowDirection), unit(columnDirection)];
  // The diagonals of a rhombus are perpendicular, and so are the directions halfway between them.
  const [long, short] = [unit(sum(row, column)), unit(minus(row, column))];
  return { rowDirection: unit(sum(long, short)), columnDirection: unit(minus(long, short)) };
};
