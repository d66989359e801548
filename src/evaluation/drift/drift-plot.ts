import type { PlotSpec } from '../page/draw-plot.ts';
import { NOMINAL, QUANTITATIVE } from '../page/plot-parts.ts';
import type { NumberComparison } from './drift-report.ts';

const ORDINAL = 'ordinal' as const;
const ALARM = '#c0392b';

/** Median and 80% range of each window, over those of the reference; one small plot per measure. */
export const driftPlot = (comparisons: readonly NumberComparison[]): PlotSpec => {
  const names = [...new Set(comparisons.map(({ name }) => name))];
  const values = comparisons.map(({ name, window, alarm, reference, found }) => ({
    ...{ name, window: window + 1, alarm },
    ...{ low: found.low, median: found.median, high: found.high },
    ...{ referenceLow: reference.low, referenceMedian: reference.median, referenceHigh: reference.high },
  }));
  const x = { field: 'window', type: ORDINAL, title: 'window', axis: { labelAngle: 0 } };
  const y = (field: string) => ({ field, type: QUANTITATIVE, title: null, scale: { zero: false } });
  const color = { condition: { test: 'datum.alarm', value: ALARM }, value: 'var(--accent)' };
  return {
    data: { values },
    columns: 4,
    facet: { field: 'name', type: NOMINAL, sort: names, title: null },
    resolve: { scale: { y: 'independent' } },
    spec: {
      width: 170,
      height: 110,
      layer: [
        {
          mark: { type: 'bar', opacity: 0.18, color: 'var(--muted)', width: { band: 1 } },
          encoding: { x, y: y('referenceLow'), y2: { field: 'referenceHigh' } },
        },
        {
          mark: { type: 'tick', color: 'var(--muted)', thickness: 1, width: { band: 1 } },
          encoding: { x, y: y('referenceMedian') },
        },
        { mark: { type: 'rule', strokeWidth: 2 }, encoding: { x, y: y('low'), y2: { field: 'high' }, color } },
        {
          mark: { type: 'point', filled: true, size: 46, opacity: 1 },
          encoding: {
            x,
            y: y('median'),
            color,
            shape: { condition: { test: 'datum.alarm', value: 'diamond' }, value: 'circle' },
          },
        },
      ],
    },
  };
};
