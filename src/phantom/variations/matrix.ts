import { SERIES_KINDS, type SeriesKind } from '../../domain/vocabulary.ts';
import type { Grid } from '../acquisition/slice-plane.ts';
import { between, chance, pick, type Rng } from '../rng.ts';
import { defineVariation } from './define-variation.ts';
import { regridded, withGeometries } from './grid.ts';

const drawGrid = (rng: Rng, strength: number): ((old: Grid) => Grid) => {
  const rows = pick(rng, [112, 128, 144, 176, 208, 240, 256]);
  /** Columns for the same field, relative to rows: pixels need not be square. */
  const columnsPerRow = chance(rng, 0.25) ? between(rng, 0.75, 1) : 1;
  /** Field of view, relative to the usual one. */
  const field = 1 + strength * between(rng, -0.03, 0.3);
  const columns = 2 * Math.round((rows * columnsPerRow) / 2);
  const spacing = (oldMm: number, oldCount: number, count: number) =>
    Number(((field * oldMm * oldCount) / count).toFixed(4));
  return (old) => ({
    ...{ rows, columns },
    xSpacingMm: spacing(old.xSpacingMm, old.columns, columns),
    ySpacingMm: spacing(old.ySpacingMm, old.rows, rows),
  });
};

export const matrix = defineVariation({
  name: 'matrix',
  summary: 'Another matrix, field of view and shape of pixels in each series.',
  share: 0.6,
  draw: (rng, strength) => {
    const grids = new Map<SeriesKind, (old: Grid) => Grid>(SERIES_KINDS.map((kind) => [kind, drawGrid(rng, strength)]));
    return {
      series: (plan) => {
        const grid = grids.get(plan.kind);
        return grid === undefined ? plan : withGeometries(plan, (geometry) => regridded(geometry, grid));
      },
    };
  },
});
