import type { Keypoint } from '../domain/results.ts';
import { LEVELS, type SeriesKind } from '../domain/vocabulary.ts';

/** How regions follow the disc. */
export const ALIGNMENTS = ['none', 'turn', 'turn-and-scale'] as const;
export type Align = (typeof ALIGNMENTS)[number];

/** Distance of neighbouring discs for a scale of 1. */
export const USUAL_LEVEL_MM = 35;

/** Beyond these limits, the keypoints are wrong rather than the spine bent or small. */
const MOST_TURNED = Math.PI / 4;
const [LEAST_SCALED, MOST_SCALED] = [0.6, 1.6];

export interface Alignment {
  /** Clockwise, in radians. */
  readonly angle: number;
  /** Factor for the side of the square. */
  readonly scale: number;
}

export const UNALIGNED: Alignment = { angle: 0, scale: 1 };

/** Image size and pixel spacing. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly xSpacingMm: number;
  readonly ySpacingMm: number;
}

const mmOf = ({ point }: Keypoint, { rows, columns, xSpacingMm, ySpacingMm }: Grid) =>
  point && { x: point.xNorm * columns * xSpacingMm, y: point.yNorm * rows * ySpacingMm };

/**
 * Vector from the disc above to the one below, per level: half the distance between both neighbours, or the distance to
 * or from the only one.
 */
const downTheSpine = (keypoint: Keypoint, all: readonly Keypoint[], grid: Grid) => {
  const { level } = keypoint.site;
  const at = (position: number) => {
    const found = all.find(
      ({ site, seriesId }) =>
        site.level === LEVELS[position] && site.side === keypoint.site.side && seriesId === keypoint.seriesId,
    );
    return found && mmOf(found, grid);
  };
  const own = mmOf(keypoint, grid);
  const index = level === undefined ? undefined : LEVELS.indexOf(level);
  const [above, below] = index === undefined ? [] : [at(index - 1), at(index + 1)];
  const [from, to] = [above ?? own, below ?? own];
  if (from === undefined || to === undefined || from === to) return undefined;
  const levels = above !== undefined && below !== undefined ? 2 : 1;
  return { dx: (to.x - from.x) / levels, dy: (to.y - from.y) / levels };
};

/** Vector from the recess on the left of the image to the one on its right, on one slice. */
const acrossTheCanal = (keypoint: Keypoint, all: readonly Keypoint[], grid: Grid) => {
  const [a, b] = all.filter(
    ({ site, instanceNumber, seriesId }) =>
      site.level === keypoint.site.level &&
      instanceNumber === keypoint.instanceNumber &&
      seriesId === keypoint.seriesId &&
      site.side !== undefined,
  );
  const [first, second] = [a && mmOf(a, grid), b && mmOf(b, grid)];
  if (first === undefined || second === undefined) return undefined;
  const sign = second.x >= first.x ? 1 : -1;
  return { dx: sign * (second.x - first.x), dy: sign * (second.y - first.y) };
};

/**
 * Rotates a sagittal region so that the spine is upright, and an axial one so that both recesses are level; scales
 * neighbouring discs to their usual distance. Without neighbours, or with implausible keypoints, the region is not
 * rotated.
 */
export const alignmentOf = (
  keypoint: Keypoint,
  all: readonly Keypoint[],
  { kind, grid, align }: { readonly kind: SeriesKind | undefined; readonly grid: Grid; readonly align: Align },
): Alignment => {
  if (align === 'none' || kind === undefined) return UNALIGNED;
  const isAxial = kind === 'Axial T2';
  const way = isAxial ? acrossTheCanal(keypoint, all, grid) : downTheSpine(keypoint, all, grid);
  if (way === undefined) return UNALIGNED;
  const angle = isAxial ? Math.atan2(way.dy, way.dx) : Math.atan2(-way.dx, way.dy);
  if (!(Math.abs(angle) <= MOST_TURNED)) return UNALIGNED;
  const scale = align === 'turn-and-scale' && !isAxial ? Math.hypot(way.dx, way.dy) / USUAL_LEVEL_MM : 1;
  return { angle, scale: Math.min(Math.max(scale, LEAST_SCALED), MOST_SCALED) };
};
