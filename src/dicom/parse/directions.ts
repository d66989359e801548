import { dot, lengthOf, minus, type Vec3 } from '../../domain/vec3.ts';

interface Directions {
  readonly rowDirection: Vec3;
  readonly columnDirection: Vec3;
}

/** Directions that are unit and perpendicular to this are left as they are written. */
const EXACT = 1e-4;
/** What rounding to two decimals (0.005 a component) can do: to a length sqrt(3) x 0.005, to a product of two 2 x sqrt(3) x 0.005. */
const ROUNDED_LENGTH = 0.01;
const ROUNDED_PRODUCT = 0.02;

const unit = ({ x, y, z }: Vec3): Vec3 => {
  const length = lengthOf({ x, y, z });
  return { x: x / length, y: y / length, z: z / length };
};

const plus = (a: Vec3, b: Vec3): Vec3 => ({ x: a.x + b.x, y: a.y + b.y, z: a.z + b.z });

/**
 * Directions whose rounding is undone as far as it can be: of length 1, and turned by the same angle against each other until they are
 * perpendicular. What is exact already stays as it is to the last bit; what rounding does not explain stays, too, to be refused.
 */
export const withoutRounding = (directions: Directions): Directions => {
  const { rowDirection, columnDirection } = directions;
  const offLength = Math.max(Math.abs(lengthOf(rowDirection) - 1), Math.abs(lengthOf(columnDirection) - 1));
  const offProduct = Math.abs(dot(rowDirection, columnDirection));
  if (offLength <= EXACT && offProduct <= EXACT) return directions;
  if (offLength > ROUNDED_LENGTH || offProduct > ROUNDED_PRODUCT) return directions;
  const [row, column] = [unit(rowDirection), unit(columnDirection)];
  // The diagonals of a rhombus are perpendicular; what lies halfway between them is, too.
  const [long, short] = [unit(plus(row, column)), unit(minus(row, column))];
  return { rowDirection: unit(plus(long, short)), columnDirection: unit(minus(long, short)) };
};
