import type { SliceGeometry } from '../../domain/study.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { plus } from '../acquisition/slice-plane.ts';
import { chance, pick } from '../rng.ts';
import { mix } from '../smooth.ts';
import { defineVariation } from './define-variation.ts';

/** Grid of `rows` rows that starts at row `first` of a slice, which may lie outside it. */
const rowsFrom = (g: SliceGeometry, first: number, rows: number): SliceGeometry => ({
  ...g,
  rows,
  positionMm: plus(g.positionMm, g.columnDirection, first * g.ySpacingMm),
});

export const wrap = defineVariation({
  name: 'wrap',
  summary: 'Tissue above or below the field of view is folded onto its other end.',
  share: 0.12,
  draw: (rng, strength) => {
    const kind = pick(rng, SERIES_KINDS);
    const share = mix(0.06, 0.2, strength);
    const fromBelow = chance(rng, 0.5);
    return {
      image: (signal, { geometry: g, plan, render }) => {
        if (plan.kind !== kind) return signal;
        const rows = Math.round(share * g.rows);
        const folded = render(rowsFrom(g, fromBelow ? g.rows : -rows, rows));
        const start = fromBelow ? 0 : (g.rows - rows) * g.columns;
        const out = signal.slice();
        for (const [i, value] of folded.entries()) {
          // More distant tissue is fainter.
          const near = (Math.floor(i / g.columns) + 0.5) / rows;
          out[start + i]! += 0.9 * value * (fromBelow ? 1 - near : near);
        }
        return out;
      },
    };
  },
});
