import type { SliceGeometry, Vec3 } from '../domain/study.ts';

/** `3-5, 9` for [3, 4, 5, 9]; sorted and deduplicated. */
export const numbersText = (numbers: readonly number[]): string => {
  const runs: [first: number, last: number][] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && number === run[1] + 1) run[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(', ');
};

/** `384 x 384 at 0.78 x 0.78 mm, slices 4.4 mm apart`; states unknown values. */
export const geometryText = (geometry: SliceGeometry | undefined, betweenMm: number | undefined): string => {
  const between = betweenMm === undefined ? '' : `, slices ${Number(betweenMm.toFixed(2))} mm apart`;
  if (geometry === undefined) return `not known${between}`;
  const { rows, columns, xSpacingMm, ySpacingMm } = geometry;
  return `${rows} x ${columns} (rows x columns) at ${Number(ySpacingMm.toFixed(3))} x ${Number(xSpacingMm.toFixed(3))} mm${between}`;
};

/** `12.3, -4.0, 88.1`, or `not known`. */
export const pointText = (point: Vec3 | undefined): string =>
  point === undefined ? 'not known' : [point.x, point.y, point.z].map((mm) => mm.toFixed(1)).join(', ');
