/**
 * Signed distances, negative inside. Those of curved shapes are first-order (value over gradient): exact at the surface, where partial volume needs
 * them. Called millions of times per study, so arguments are positional.
 */

/** Ellipse about the origin; `a` and `b` are the half axes. */
export const ellipse = (x: number, y: number, a: number, b: number): number => {
  const px = x / a;
  const py = y / b;
  const value = px * px + py * py;
  const gradient = 2 * Math.sqrt((px * px) / (a * a) + (py * py) / (b * b));
  return gradient < 1e-6 ? -Math.min(a, b) : (value - 1) / gradient;
};

/** Superellipse of exponent 3: between an ellipse and a rectangle, like vertebral bodies. */
export const roundedBox = (x: number, y: number, a: number, b: number): number => {
  const px = Math.abs(x) / a;
  const py = Math.abs(y) / b;
  const value = px * px * px + py * py * py;
  const gx = (px * px) / a;
  const gy = (py * py) / b;
  const gradient = 3 * Math.sqrt(gx * gx + gy * gy);
  return gradient < 1e-3 ? -Math.min(a, b) : (value - 1) / gradient;
};

export interface Radii {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Ellipsoid about the origin. */
export const ellipsoid = (x: number, y: number, z: number, { a, b, c }: Radii): number => {
  const px = x / a;
  const py = y / b;
  const pz = z / c;
  const radius = Math.sqrt(px * px + py * py + pz * pz);
  if (radius > 4) return (radius - 1) * Math.min(a, b, c);
  const qx = px / a;
  const qy = py / b;
  const qz = pz / c;
  const gradient = Math.sqrt(qx * qx + qy * qy + qz * qz);
  return gradient < 1e-6 ? -Math.min(a, b, c) : (radius * (radius - 1)) / gradient;
};

/** Intersection of two shapes with an edge rounded by `radius`. */
export const roundedIntersection = (d1: number, d2: number, radius: number): number => {
  const p = d1 + radius;
  const q = d2 + radius;
  if (p <= 0 || q <= 0) return Math.max(d1, d2);
  return Math.sqrt(p * p + q * q) - radius;
};

export type TubeEnd = readonly [ax: number, s: number, u: number, radius: number];

/** A straight, possibly widening tube between two points of (ax, s, u) space. */
export const tubeBetween = (from: TubeEnd, to: TubeEnd) => {
  const [dax, ds, du] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const lengthSquared = dax * dax + ds * ds + du * du;
  return { ax: from[0], s: from[1], u: from[2], dax, ds, du, lengthSquared, fromRadius: from[3], toRadius: to[3] };
};

export type Tube = Readonly<ReturnType<typeof tubeBetween>>;

export const tube = (p: { ax: number; s: number; u: number }, o: Tube): number => {
  const x = p.ax - o.ax;
  const y = p.s - o.s;
  const z = p.u - o.u;
  const along = Math.max(0, Math.min(1, (x * o.dax + y * o.ds + z * o.du) / o.lengthSquared));
  const ex = x - along * o.dax;
  const ey = y - along * o.ds;
  const ez = z - along * o.du;
  return Math.sqrt(ex * ex + ey * ey + ez * ez) - (o.fromRadius + (o.toRadius - o.fromRadius) * along);
};
