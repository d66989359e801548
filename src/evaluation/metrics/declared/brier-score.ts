import { defineMetric, overLocations } from './define-metric.ts';

export const brierScore = defineMetric({
  name: 'brier-score',
  title: 'Brier score',
  summary:
    'Squared distance of the probabilities from the truth, over the labelled locations (Brier 1950); 0 is best, 2 worst.',
  better: 'less',
  ofStudy: overLocations((probabilities, label) =>
    probabilities.reduce((sum, probability, severity) => sum + (probability - Number(severity === label)) ** 2, 0),
  ),
});
