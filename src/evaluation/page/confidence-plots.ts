import type { ConfidenceEvaluation } from '../metrics/index.ts';
import type { PlotSpec } from './draw-plot.ts';
import { shortTitleOf } from './names.ts';
import { conditionFacet, QUANTITATIVE, reliabilityLayers, SHARE, shareAxis } from './plot-parts.ts';

const PER_CENT = '.0%';

/** Fraction of wrong answers among the most confident, with intervals; dashed: an uninformative confidence. */
export const riskCoveragePlot = ({ curves }: ConfidenceEvaluation): PlotSpec => {
  const values = curves.flatMap(({ conditions, curve }) =>
    curve.map(({ coverage, risk }) => ({
      ...{ conditions: shortTitleOf(conditions), coverage, risk: risk.value, low: risk.low, high: risk.high },
      chance: curve.at(-1)?.risk.value,
    })),
  );
  const x = {
    field: 'coverage',
    type: QUANTITATIVE,
    title: 'coverage: share that is answered',
    scale: SHARE,
    axis: { format: PER_CENT, values: [0, 0.25, 0.5, 0.75, 1] },
  };
  const y = (field: string) => ({ field, type: QUANTITATIVE, title: 'risk: wrong', axis: { format: PER_CENT } });
  return {
    data: { values },
    ...conditionFacet(curves.map(({ conditions }) => shortTitleOf(conditions))),
    spec: {
      width: 200,
      height: 150,
      layer: [
        {
          mark: { type: 'area', opacity: 0.22, color: 'var(--accent)' },
          encoding: { x, y: y('low'), y2: { field: 'high' } },
        },
        { mark: { type: 'line', strokeWidth: 1.8, color: 'var(--accent)' }, encoding: { x, y: y('risk') } },
        {
          mark: { type: 'line', strokeWidth: 1, strokeDash: [4, 3], color: 'var(--muted)' },
          encoding: { x, y: y('chance') },
        },
      ],
    },
  };
};

/** Accuracy by confidence. */
export const confidencePlot = ({ reliability }: ConfidenceEvaluation): PlotSpec => {
  const all = reliability.find(({ conditions }) => conditions === 'all');
  const point = {
    x: shareAxis('x', 'confidence'),
    y: shareAxis('y', 'right'),
  };
  const values = (all?.bins ?? []).map(({ meanProbability, frequency, count }) => ({
    ...{ x: meanProbability, y: frequency, count },
  }));
  return {
    width: 240,
    height: 240,
    data: { values },
    layer: reliabilityLayers(point, values, { color: 'var(--accent)' }),
  };
};
