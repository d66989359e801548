import type { SliceGeometry, Vec3 } from '../domain/study.ts';

/** Letters of each axis of the patient system: positive end, negative end. */
const ENDS = { x: ['L', 'R'], y: ['P', 'A'], z: ['H', 'F'] } as const;

const towards = (direction: Vec3): string => {
  const axes = (['x', 'y', 'z'] as const).toSorted((a, b) => Math.abs(direction[b]) - Math.abs(direction[a]));
  const axis = axes[0] ?? 'x';
  return ENDS[axis][direction[axis] < 0 ? 1 : 0];
};

const opposite = ({ x, y, z }: Vec3): Vec3 => ({ x: -x, y: -y, z: -z });

/** Orientation labels: left, right, anterior, posterior, head, feet, the patient direction closest to each edge of the image. */
export const edgeLetters = ({ rowDirection, columnDirection }: SliceGeometry) => ({
  left: towards(opposite(rowDirection)),
  right: towards(rowDirection),
  top: towards(opposite(columnDirection)),
  bottom: towards(columnDirection),
});
