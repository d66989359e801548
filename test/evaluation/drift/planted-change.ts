import { createRng } from '../../../src/domain/seeded-rng.ts';
import { cross, dot, minus } from '../../../src/domain/vec3.ts';
import type { PhantomSeries, PhantomSlice, PhantomStudy } from '../../../src/phantom/phantom-study.ts';

/** A change of the scanner, applied to the slices of a series. */
export type PlantedChange = (series: PhantomSeries) => PhantomSeries;

const withSlices =
  (change: (slice: PhantomSlice, index: number) => PhantomSlice): PlantedChange =>
  (series) => ({ ...series, slices: series.slices.map(change) });

const MOST = 4095;
const clamped = (value: number): number => Math.min(MOST, Math.max(0, Math.round(value)));

/** The mean of each block of two by two pixels as one pixel of twice the size. */
const halved = ({ geometry, pixels, ...slice }: PhantomSlice): PhantomSlice => {
  const [rows, columns] = [geometry.rows >> 1, geometry.columns >> 1];
  const at = (row: number, column: number) => pixels[row * geometry.columns + column]!;
  const { positionMm: p, rowDirection: r, columnDirection: c, xSpacingMm: x, ySpacingMm: y } = geometry;
  const [dx, dy] = [x / 2, y / 2];
  return {
    ...slice,
    geometry: {
      ...geometry,
      ...{ rows, columns, xSpacingMm: 2 * x, ySpacingMm: 2 * y },
      positionMm: { x: p.x + dx * r.x + dy * c.x, y: p.y + dx * r.y + dy * c.y, z: p.z + dx * r.z + dy * c.z },
    },
    pixels: Uint16Array.from({ length: rows * columns }, (_, i) => {
      const [row, column] = [2 * Math.floor(i / columns), 2 * (i % columns)];
      return clamped((at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1)) / 4);
    }),
  };
};

/** Another contrast, more noise, and half the resolution. */
export const PLANTED_CHANGES: Readonly<Record<string, PlantedChange>> = {
  contrast: withSlices((slice) => ({
    ...slice,
    pixels: slice.pixels.map((value) => clamped(MOST * (value / MOST) ** 0.75)),
  })),
  noise: withSlices((slice, index) => {
    const rng = createRng(index);
    return { ...slice, pixels: slice.pixels.map((value) => clamped(value + 140 * (rng() - 0.5))) };
  }),
  'half resolution': withSlices(halved),
};

/** Radius of a signal void about a graded location. */
const VOID_MM = 8;

/** Metal at every graded location: no signal near it, in all series. */
const withMetal = (study: PhantomStudy): PhantomStudy => ({
  ...study,
  series: study.series.map(
    withSlices(({ geometry: g, pixels, ...slice }) => {
      const { positionMm: o, rowDirection: r, columnDirection: c } = g;
      const normal = cross(r, c);
      const metal = Object.values(study.landmarksMm).filter((p) => Math.abs(dot(minus(p, o), normal)) < VOID_MM);
      const near = pixels.map((value, i) => {
        const [across, down] = [(i % g.columns) * g.xSpacingMm, Math.floor(i / g.columns) * g.ySpacingMm];
        const [x, y, z] = [
          o.x + across * r.x + down * c.x,
          o.y + across * r.y + down * c.y,
          o.z + across * r.z + down * c.z,
        ];
        const isInside = metal.some((p) => Math.hypot(x - p.x, y - p.y, z - p.z) < VOID_MM);
        return isInside ? clamped(value / 10) : value;
      });
      return { ...slice, geometry: g, pixels: near };
    }),
  ),
});

/** Every image turned by 180 degrees, with the same headers. */
const turned = (study: PhantomStudy): PhantomStudy => ({
  ...study,
  series: study.series.map(withSlices((slice) => ({ ...slice, pixels: slice.pixels.toReversed() }))),
});

/** Changes of what the images show, which leave their statistics as they are. */
export const CHANGES_OF_CONTENT: Readonly<Record<string, (study: PhantomStudy) => PhantomStudy>> = {
  metal: withMetal,
  'upside down': turned,
};
