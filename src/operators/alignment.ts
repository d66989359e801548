import type { Keypoint } from '../domain/results.ts';
import { LEVELS, type SeriesKind } from '../domain/vocabulary.ts';

/** How regions may follow the disc. */
export const ALIGNMENTS = ['none', 'turn', 'turn-and-scale'] as const;
export type Align = (typeof ALIGNMENTS)[number];

/** Distance of neighbouring discs at which a scaled square has its size. */
export const USUAL_LEVEL_MM = 35;

/** Beyond these, keypoints are wrong rather than a spine bent or small. */
const MOST_TURNED = Math.PI / 4;
const [LEAST_SCALED, MOST_SCALED] = [0.6, 1.6];

export interface Alignment {
  /** Clockwise, in radians. */
  readonly angle: number;
  /** What the side of the square is multiplied by. */
  readonly scale: number;
}

export const UNALIGNED: Alignment = { angle: 0, scale: 1 };

/** Size of the picture and distance of its pixels. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly xSpacingMm: number;
  readonly ySpacingMm: number;
}

const mmOf = ({ point }: Keypoint, { rows, columns, xSpacingMm, ySpacingMm }: Grid) =>
  point && { x: point.xNorm * columns * xSpacingMm, y: point.yNorm * rows * ySpacingMm };

/** From the disc above to the one below, a level apart: of both neighbours half the way, of one the way to or from it. */
const downTheSpine = (keypoint: Keypoint, all: readonly Keypoint[], grid: Grid) => {
  const level = LEVELS.findIndex((one) => one === keypoint.site.level);
  const at = (index: number) => {
    const found = all.find(
      ({ site, seriesId }) =>
        site.level === LEVELS[index] && site.side === keypoint.site.side && seriesId === keypoint.seriesId,
    );
    return found && mmOf(found, grid);
  };
  const own = mmOf(keypoint, grid);
  const [above, below] = level < 0 ? [] : [at(level - 1), at(level + 1)];
  const [from, to] = [above ?? own, below ?? own];
  if (from === undefined || to === undefined || from === to) return undefined;
  const levels = above !== undefined && below !== undefined ? 2 : 1;
  return { dx: (to.x - from.x) / levels, dy: (to.y - from.y) / levels };
};

/** From the recess on the left of the picture to the one on its right, on one slice. */
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
 * The turn that stands the spine upright in a sagittal region, and lays the line between both recesses level in an axial one; the scale that gives
 * neighbouring discs their usual distance. Without neighbours, or with keypoints that make no spine, nothing is turned.
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
