import { SEVERITIES } from '../../domain/vocabulary.ts';
import type { GradesEvaluation, KeypointEvaluation } from '../metrics/index.ts';
import type { PlotSpec } from './draw-plot.ts';
import { shortTitleOf } from './names.ts';
import {
  DIAGONAL,
  GROUP_COLOURS,
  NOMINAL,
  QUANTITATIVE,
  reliabilityLayers,
  SEVERITY_COLOURS,
  shareAxis,
} from './plot-parts.ts';

const groupColour = (groups: readonly string[]) => ({
  field: 'conditions',
  type: NOMINAL,
  sort: null,
  title: null,
  scale: { domain: groups, range: GROUP_COLOURS },
});

const TITLE_OF_DISTINCTION = { 'moderate-or-severe': 'Moderate or severe', severe: 'Severe' } as const;

type Curve = (of: GradesEvaluation['discriminations'][number]) => readonly (readonly [x: number, y: number])[];

const curvePlot = (
  { discriminations }: GradesEvaluation,
  curveOf: Curve,
  { x: xTitle, y: yTitle, diagonal }: { readonly x: string; readonly y: string; readonly diagonal: boolean },
): PlotSpec => {
  const points = discriminations.flatMap((of) => {
    const names = { conditions: shortTitleOf(of.conditions), distinction: TITLE_OF_DISTINCTION[of.distinction] };
    return curveOf(of).map(([x, y]) => ({ ...names, x, y }));
  });
  return {
    data: { values: points.map((point, order) => ({ ...point, order })) },
    facet: { field: 'distinction', type: NOMINAL, sort: Object.values(TITLE_OF_DISTINCTION), title: null },
    spec: {
      width: 280,
      height: 280,
      layer: [
        ...(diagonal ? [DIAGONAL] : []),
        {
          mark: { type: 'line', strokeWidth: 1.8, interpolate: diagonal ? 'linear' : 'step-before' },
          encoding: {
            x: shareAxis('x', xTitle),
            y: shareAxis('y', yTitle),
            order: { field: 'order', type: QUANTITATIVE },
            color: groupColour([...new Set(points.map(({ conditions }) => conditions))]),
          },
        },
      ],
    },
  };
};

export const rocPlot = (grades: GradesEvaluation): PlotSpec =>
  curvePlot(
    grades,
    ({ roc }) => roc.map(({ falsePositiveRate, truePositiveRate }) => [falsePositiveRate, truePositiveRate]),
    { x: 'false positive rate', y: 'true positive rate', diagonal: true },
  );

export const precisionRecallPlot = (grades: GradesEvaluation): PlotSpec =>
  curvePlot(grades, ({ precisionRecall }) => precisionRecall.map(({ recall, precision }) => [recall, precision]), {
    ...{ x: 'recall', y: 'precision', diagonal: false },
  });

/** How often a severity was true, by its predicted probability. */
export const reliabilityPlot = ({ calibration }: GradesEvaluation): PlotSpec => {
  const values = calibration.severities.flatMap(({ severity, bins }) =>
    bins.map(({ meanProbability, frequency, count }) => ({ severity, x: meanProbability, y: frequency, count })),
  );
  const point = {
    x: shareAxis('x', 'mean probability'),
    y: shareAxis('y', 'frequency'),
    color: {
      field: 'severity',
      type: NOMINAL,
      title: null,
      scale: { domain: [...SEVERITIES], range: SEVERITY_COLOURS },
    },
  };
  return { width: 300, height: 300, data: { values }, layer: reliabilityLayers(point, values) };
};

/** Fraction of the keypoints within a distance. */
export const keypointPlot = ({ cumulative, withinMm }: KeypointEvaluation): PlotSpec => ({
  width: 420,
  height: 240,
  layer: [
    {
      data: { values: [{ x: withinMm }] },
      mark: { type: 'rule', strokeDash: [3, 3], color: 'var(--muted)' },
      encoding: { x: { field: 'x', type: QUANTITATIVE } },
    },
    {
      data: { values: [{ errorMm: 0, share: 0 }, ...cumulative] },
      mark: { type: 'line', interpolate: 'step-after', strokeWidth: 1.8, color: 'var(--accent)' },
      encoding: {
        x: { field: 'errorMm', type: QUANTITATIVE, title: 'error (mm)' },
        y: shareAxis('share', 'share of the labels'),
      },
    },
  ],
});
