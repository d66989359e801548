/** A vector or point in the DICOM patient system: x to the patient's left, y to the back, z to the head, in mm. */
export interface Vec3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

export const minus = (a: Vec3, b: Vec3): Vec3 => ({ x: a.x - b.x, y: a.y - b.y, z: a.z - b.z });

export const dot = (a: Vec3, b: Vec3): number => a.x * b.x + a.y * b.y + a.z * b.z;

export const cross = (a: Vec3, b: Vec3): Vec3 => ({
  x: a.y * b.z - a.z * b.y,
  y: a.z * b.x - a.x * b.z,
  z: a.x * b.y - a.y * b.x,
});

export const lengthOf = (a: Vec3): number => Math.sqrt(dot(a, a));

export const sum = (a: Vec3, b: Vec3): Vec3 => ({ x: a.x + b.x, y: a.y + b.y, z: a.z + b.z });

export const scaled = (a: Vec3, factor: number): Vec3 => ({ x: a.x * factor, y: a.y * factor, z: a.z * factor });

/** Distance of two points in mm, projected onto the plane with this unit normal. */
export const inPlaneDistanceMm = (a: Vec3, b: Vec3, normal: Vec3): number => {
  const way = minus(a, b);
  return lengthOf(minus(way, scaled(normal, dot(way, normal))));
};
