import { grouped } from '../../domain/grouped.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import { dot, inPlaneDistanceMm, type Vec3 } from '../../domain/vec3.ts';
import { agreement, type PositionedSlice, positioned, radiusMm } from '../slice-place.ts';

/** Slices tilted farther than this from most of a series are not part of its stack; axial blocks follow discs, the lowest by up to 50 degrees. */
const SAME_PLANE = Math.cos(Math.PI / 3);
/** Tolerance for the same position along the stack, in mm. */
const SAME_POSITION_MM = 0.5;

/** ImageType terms that distinguish pictures of one position: parts of a Dixon, phase, maps. */
const CONTRASTS = new Set(
  [
    ['W', 'WATER', 'F', 'FAT', 'IP', 'IN_PHASE', 'INPHASE', 'OP', 'OPP_PHASE', 'OUT_PHASE', 'FAT_FRACTION'],
    ['P', 'PHASE', 'PHASE MAP', 'R', 'REAL', 'I', 'IMAGINARY', 'ADC', 'FA', 'TRACEW', 'CALC_BVALUE'],
    ['T1 MAP', 'T2 MAP', 'R2 MAP', 'T1_MAP', 'T2_MAP', 'SUBTRACTION', 'MIP', 'PROJECTION IMAGE', 'LOCALIZER'],
  ].flat(),
);

/** Echo times that differ by less are equal up to rounding: in ms, and as a share. Echoes of one sequence are farther apart. */
const SAME_ECHO_MS = 0.5;
const SAME_ECHO = 0.01;

/** The shortest echo time that equals each one. */
const echoesOf = (slices: readonly IndexedSlice[]): ReadonlyMap<number | undefined, number> => {
  const times = [...new Set(slices.flatMap(({ header }) => header.echoMs ?? []))].sort((a, b) => a - b);
  const echoes = new Map<number, number>();
  times.forEach((time, index) => {
    const before = times[index - 1] ?? Number.NEGATIVE_INFINITY;
    const isSame = time - before <= Math.max(SAME_ECHO_MS, SAME_ECHO * time);
    echoes.set(time, isSame ? echoes.get(before)! : time);
  });
  return echoes;
};

/** Key that separates the pictures of one series and plane. Slices without a frame of reference join the only existing one. */
const contrastIn = (slices: readonly IndexedSlice[]): ((slice: IndexedSlice) => string) => {
  const echoes = echoesOf(slices);
  const frames = new Set(slices.flatMap(({ header }) => header.frameOfReferenceUid ?? []));
  return ({ header }) => {
    const { imageType = [], echoMs, diffusionBValue, temporalPosition, frameOfReferenceUid } = header;
    return JSON.stringify([
      imageType.filter((word) => CONTRASTS.has(word)).sort(),
      echoes.get(echoMs) ?? null,
      diffusionBValue ?? null,
      temporalPosition ?? null,
      frames.size > 1 ? (frameOfReferenceUid ?? null) : null,
    ]);
  };
};

type Positioned = PositionedSlice<IndexedSlice>;

/** The normal that most slices agree with; in a tie, the first along x, y, z. */
const commonNormal = (slices: readonly Positioned[]): Vec3 => {
  const normals = slices.map(({ place }) => place.normal);
  const different = [...new Map(normals.map((normal) => [roughly(normal), normal])).values()];
  const support = (normal: Vec3): number => normals.filter((other) => agreement(normal, other) >= SAME_PLANE).length;
  return different.reduce((best, normal) => {
    const difference = support(normal) - support(best);
    return difference > 0 || (difference === 0 && firstAlong(normal, best)) ? normal : best;
  });
};

/** Slices of one stack share a normal up to rounding, so it is classified once. */
const roughly = ({ x, y, z }: Vec3): string => [x, y, z].map((value) => Math.abs(value).toFixed(3)).join(' ');

const firstAlong = (a: Vec3, b: Vec3): boolean => {
  const order = Math.abs(b.x) - Math.abs(a.x) || Math.abs(b.y) - Math.abs(a.y) || Math.abs(b.z) - Math.abs(a.z);
  return order < 0;
};

/** Families of slices in one plane, each as large as possible. */
const byPlane = (slices: readonly Positioned[]): readonly (readonly Positioned[])[] => {
  if (slices.length === 0) return [];
  const normal = commonNormal(slices);
  const isMember = ({ place }: Positioned) => agreement(place.normal, normal) >= SAME_PLANE;
  return [slices.filter(isMember), ...byPlane(slices.filter((one) => !isMember(one)))];
};

/**
 * Separates the stations of a multi-station examination in one series: slices at the same position along the stack whose pictures do not overlap
 * belong to different stations.
 */
const byStation = (slices: readonly Positioned[]): readonly (readonly Positioned[])[] => {
  const [first] = slices;
  if (first === undefined) return [];
  const { normal } = first.place;
  const away = (a: Positioned, b: Positioned) => inPlaneDistanceMm(a.place.centreMm, b.place.centreMm, normal);
  if (!hasNeighbours(slices, normal, away)) return [slices];
  const stations: Positioned[][] = [];
  for (const one of slices) {
    const station = stations.find(([known]) => known !== undefined && away(known, one) < radiusMm(known.place));
    if (station === undefined) stations.push([one]);
    else station.push(one);
  }
  return stations;
};

/** Whether any two slices have the same position along the stack without overlap. */
const hasNeighbours = (
  slices: readonly Positioned[],
  normal: Vec3,
  away: (a: Positioned, b: Positioned) => number,
): boolean => {
  const along = slices.map((one) => ({ one, atMm: dot(one.place.centreMm, normal) })).sort((a, b) => a.atMm - b.atMm);
  return along.some(({ one, atMm }, index) => {
    for (let next = index + 1; next < along.length && along[next]!.atMm - atMm < SAME_POSITION_MM; next++) {
      const other = along[next]!.one;
      if (away(one, other) >= Math.min(radiusMm(one.place), radiusMm(other.place))) return true;
    }
    return false;
  });
};

/** Temporal position separates pictures only if it says more than their number: phases of a dynamic series, not slice order. */
const withoutTime = (slice: IndexedSlice): IndexedSlice => ({
  ...slice,
  header: { ...slice.header, temporalPosition: undefined },
});

const hasPhases = (slices: readonly IndexedSlice[]): boolean => {
  const phases = grouped(slices, ({ header }) => header.temporalPosition);
  const sizes = new Set([...phases.values()].map(({ length }) => length));
  return !phases.has(undefined) && phases.size > 1 && sizes.size === 1 && phases.size < slices.length;
};

/**
 * Splits a series into parts that can each be one stack: one plane, echo, contrast, frame of reference and station. The largest comes first. Slices
 * without a position form the last part; if most lack one, the series is not split.
 */
export const splitSeries = (slices: readonly IndexedSlice[]): readonly (readonly IndexedSlice[])[] => {
  const contrastOf = contrastIn(slices);
  const keyOf = hasPhases(slices) ? contrastOf : (slice: IndexedSlice) => contrastOf(withoutTime(slice));
  const { placed, unplaced } = positioned(slices);
  if (unplaced.length > placed.length) return [slices]; // cannot form a stack, so it stays whole
  const parts = [...grouped(placed, ({ slice }) => keyOf(slice)).values()]
    .flatMap(byPlane)
    .flatMap(byStation)
    .map((part) => part.map(({ slice }) => slice))
    .sort((a, b) => b.length - a.length);
  return unplaced.length === 0 ? parts : [...parts, unplaced];
};
