import { SEVERITIES } from '../../domain/vocabulary.ts';
import type { GradesEvaluation, KeypointEvaluation } from '../metrics/index.ts';
import type { PlotSpec } from './draw-plot.ts';
import { shortTitleOf } from './names.ts';
import { DIAGONAL, GROUP_COLOURS, NOMINAL, QUANTITATIVE, SEVERITY_COLOURS, SHARE, SHARE_AXIS } from './plot-parts.ts';

const groupColour = (groups: readonly string[]) => ({
  field: 'conditions',
  type: NOMINAL,
  sort: null,
  title: null,
  scale: { domain: groups, range: GROUP_COLOURS },
});

const TITLE_OF_DISTINCTION = { 'moderate-or-severe': 'Moderate or severe', severe: 'Severe' } as const;

const curvePlot = (
  points: readonly {
    readonly conditions: string;
    readonly distinction: string;
    readonly x: number;
    readonly y: number;
  }[],
  titles: { readonly x: string; readonly y: string },
  { diagonal }: { readonly diagonal: boolean },
): PlotSpec => ({
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
          x: { field: 'x', type: QUANTITATIVE, title: titles.x, scale: SHARE, axis: SHARE_AXIS },
          y: { field: 'y', type: QUANTITATIVE, title: titles.y, scale: SHARE, axis: SHARE_AXIS },
          order: { field: 'order', type: QUANTITATIVE },
          color: groupColour([...new Set(points.map(({ conditions }) => conditions))]),
        },
      },
    ],
  },
});

export const rocPlot = ({ discriminations }: GradesEvaluation): PlotSpec =>
  curvePlot(
    discriminations.flatMap(({ conditions, distinction, roc }) =>
      roc.map(({ falsePositiveRate, truePositiveRate }) => ({
        conditions: shortTitleOf(conditions),
        distinction: TITLE_OF_DISTINCTION[distinction],
        x: falsePositiveRate,
        y: truePositiveRate,
      })),
    ),
    { x: 'false positive rate', y: 'true positive rate' },
    { diagonal: true },
  );

export const precisionRecallPlot = ({ discriminations }: GradesEvaluation): PlotSpec =>
  curvePlot(
    discriminations.flatMap(({ conditions, distinction, precisionRecall }) =>
      precisionRecall.map(({ recall, precision }) => ({
        conditions: shortTitleOf(conditions),
        distinction: TITLE_OF_DISTINCTION[distinction],
        x: recall,
        y: precision,
      })),
    ),
    { x: 'recall', y: 'precision' },
    { diagonal: false },
  );

/** How often a severity was true, by its predicted probability. */
export const reliabilityPlot = ({ calibration }: GradesEvaluation): PlotSpec => {
  const values = calibration.severities.flatMap(({ severity, bins }) =>
    bins.map(({ meanProbability, frequency, count }) => ({ severity, x: meanProbability, y: frequency, count })),
  );
  const point = {
    x: { field: 'x', type: QUANTITATIVE, title: 'mean probability', scale: SHARE, axis: SHARE_AXIS },
    y: { field: 'y', type: QUANTITATIVE, title: 'frequency', scale: SHARE, axis: SHARE_AXIS },
    color: {
      field: 'severity',
      type: NOMINAL,
      title: null,
      scale: { domain: [...SEVERITIES], range: SEVERITY_COLOURS },
    },
  };
  return {
    width: 300,
    height: 300,
    data: { values },
    layer: [
      DIAGONAL,
      { mark: { type: 'line', strokeWidth: 1.8 }, encoding: point },
      {
        mark: { type: 'point', filled: true, opacity: 0.9 },
        encoding: {
          ...point,
          size: { field: 'count', type: QUANTITATIVE, title: 'locations', scale: { type: 'sqrt', range: [12, 260] } },
        },
      },
    ],
  };
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
        y: { field: 'share', type: QUANTITATIVE, title: 'share of the labels', scale: SHARE, axis: SHARE_AXIS },
      },
    },
  ],
});
