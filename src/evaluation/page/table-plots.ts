import { LEVELS, SEVERITIES, titleOfLevel } from '../../domain/vocabulary.ts';
import { type GradesEvaluation, SCORE_NAMES } from '../metrics/index.ts';
import type { PlotSpec } from './draw-plot.ts';
import { shortTitleOf, TITLE_OF_PART } from './names.ts';
import { conditionFacet, NOMINAL, QUANTITATIVE, shadedCells } from './plot-parts.ts';

/** Score and parts with their intervals, and the baseline as a tick. */
export const scorePlot = ({ scores, baselines }: GradesEvaluation): PlotSpec => {
  const baseline = baselines.at(-1)?.scores.asNormal;
  const values = SCORE_NAMES.flatMap((name) => {
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

/** Weighted log loss of each condition at each level; darker is greater. */
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
    layer: shadedCells(
      place,
      { field: 'logLoss', scale: { zero: true, range: [0.03, 0.6] } },
      { field: 'logLoss', format: '.3f' },
    ),
  };
};

/** Predicted against true severity for each group of conditions, as fractions of the true one. */
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
    ...conditionFacet(confusions.map(({ conditions }) => shortTitleOf(conditions))),
    spec: {
      width: 210,
      height: 96,
      layer: shadedCells(place, { field: 'share', scale: { domain: [0, 1], range: [0.03, 0.65] } }, { field: 'count' }),
    },
  };
};
