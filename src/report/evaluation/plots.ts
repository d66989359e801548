import { LEVELS, SEVERITIES, titleOfLevel } from '../../domain/vocabulary.ts';
import { type GradesEvaluation, type KeypointEvaluation, SCORE_PARTS } from '../../evaluation/index.ts';
import type { PlotSpec } from './draw-plot.ts';
import { shortTitleOf, TITLE_OF_PART } from './names.ts';

/** Of the conditions, all of them first; of middle lightness, and apart for every kind of colour vision (after Okabe and Ito, 2008). */
const GROUP_COLOURS = ['currentColor', '#d97b29', '#3f8fd0', '#2fa37c', '#c264a0', '#a38a1f'];
const SEVERITY_COLOURS = ['var(--t0)', 'var(--s1)', 'var(--s2)'];

const NOMINAL = 'nominal' as const;
const QUANTITATIVE = 'quantitative' as const;

const SHARE = { domain: [0, 1], nice: false };
const SHARE_AXIS = { format: '.1f', values: [0, 0.2, 0.4, 0.6, 0.8, 1] };

const DIAGONAL = {
  data: {
    values: [
      { x: 0, y: 0 },
      { x: 1, y: 1 },
    ],
  },
  mark: { type: 'line' as const, strokeDash: [3, 3], strokeWidth: 1, color: 'var(--muted)' },
  encoding: { x: { field: 'x', type: QUANTITATIVE }, y: { field: 'y', type: QUANTITATIVE } },
};

/** Score and parts with their intervals, and the baseline as a tick. */
export const scorePlot = ({ scores, baselines }: GradesEvaluation): PlotSpec => {
  const names = ['score', ...SCORE_PARTS] as const;
  const baseline = baselines.at(-1)?.scores.asNormal;
  const values = names.flatMap((name) => {
    const estimate = scores.asNormal[name];
    return estimate === undefined ? [] : [{ part: TITLE_OF_PART[name], ...estimate, baseline: baseline?.[name] }];
  });
  const y = { field: 'part', type: NOMINAL, sort: null, title: null };
  return {
    width: 420,
    height: { step: 26 },
    data: { values },
    layer: [
      {
        mark: { type: 'rule', strokeWidth: 2, color: 'var(--accent)' },
        encoding: { y, x: { field: 'low', type: QUANTITATIVE, title: 'weighted log loss' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 70, color: 'var(--accent)', opacity: 1 },
        encoding: { y, x: { field: 'value', type: QUANTITATIVE } },
      },
      {
        mark: { type: 'tick', thickness: 2, color: 'var(--s2)', size: 18 },
        encoding: { y, x: { field: 'baseline', type: QUANTITATIVE } },
      },
    ],
  };
};

/** Weighted log loss of each condition at each level; the darker, the greater. */
export const locationPlot = ({ locations }: GradesEvaluation): PlotSpec => {
  const values = locations.map(({ condition, level, logLoss }) => ({
    condition: shortTitleOf(condition),
    level: titleOfLevel(level),
    logLoss,
  }));
  const place = {
    x: {
      field: 'level',
      type: NOMINAL,
      sort: LEVELS.map(titleOfLevel),
      title: null,
      axis: { labelAngle: 0, orient: 'top' as const },
    },
    y: { field: 'condition', type: NOMINAL, sort: null, title: null },
  };
  return {
    width: { step: 64 },
    height: { step: 30 },
    data: { values: values.filter(({ logLoss }) => logLoss !== undefined) },
    layer: [
      {
        mark: { type: 'rect', color: 'var(--accent)' },
        encoding: {
          ...place,
          opacity: { field: 'logLoss', type: QUANTITATIVE, scale: { zero: true, range: [0.03, 0.6] }, legend: null },
        },
      },
      { mark: 'text', encoding: { ...place, text: { field: 'logLoss', format: '.3f' } } },
    ],
  };
};

/** True against predicted severity of each group of conditions, as shares of the true one. */
export const confusionPlot = ({ confusions }: GradesEvaluation): PlotSpec => {
  const values = confusions.flatMap(({ conditions, counts }) =>
    counts.flatMap((row, truth) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      return row.map((count, predicted) => ({
        conditions: shortTitleOf(conditions),
        truth: SEVERITIES[truth],
        predicted: SEVERITIES[predicted],
        count,
        share: total === 0 ? 0 : count / total,
      }));
    }),
  );
  const place = {
    x: { field: 'predicted', type: NOMINAL, sort: [...SEVERITIES], title: 'predicted', axis: { labelAngle: 0 } },
    y: { field: 'truth', type: NOMINAL, sort: [...SEVERITIES], title: 'true' },
  };
  return {
    data: { values },
    facet: {
      field: 'conditions',
      type: NOMINAL,
      sort: confusions.map(({ conditions }) => shortTitleOf(conditions)),
      title: null,
    },
    columns: 3,
    spec: {
      width: 210,
      height: 96,
      layer: [
        {
          mark: { type: 'rect', color: 'var(--accent)' },
          encoding: {
            ...place,
            opacity: {
              field: 'share',
              type: QUANTITATIVE,
              scale: { domain: [0, 1], range: [0.03, 0.65] },
              legend: null,
            },
          },
        },
        { mark: 'text', encoding: { ...place, text: { field: 'count' } } },
      ],
    },
  };
};

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

/** How often a severity was true where it was given some probability. */
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

/** Share of the keypoints that are at most so far off. */
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
