import { defineMetric, overLocations } from './define-metric.ts';

/** Severities are ordered: mistaking severe for normal is worse than mistaking it for moderate. */
export const rankedProbabilityScore = defineMetric({
  name: 'ranked-probability-score',
  title: 'Ranked probability',
  summary:
    'Squared distance of the cumulative probabilities from the truth, by severities less one (Epstein 1969); 0 is best, 1 worst.',
  better: 'less',
  ofStudy: overLocations((probabilities, label) => {
    let [cumulative, sum] = [0, 0];
    for (let severity = 0; severity < probabilities.length - 1; severity++) {
      cumulative += probabilities[severity]!;
      sum += (cumulative - Number(label <= severity)) ** 2;
    }
    return sum / (probabilities.length - 1);
  }),
});
