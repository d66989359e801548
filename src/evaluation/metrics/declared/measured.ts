import { type BootstrapOptions, bootstrap, type Estimate, shareOf, sumOfDrawn } from '../bootstrap.ts';
import type { GradedStudy } from '../graded-study.ts';
import { METRICS } from './built-in.ts';
import type { Metric } from './define-metric.ts';

/** A declared metric of a set of studies, with its interval; no estimate if nothing counts. */
export interface MeasuredMetric extends Pick<Metric, 'name' | 'title' | 'better'> {
  readonly estimate: Estimate | undefined;
}

/** Computes all declared metrics of these studies from the same resamples. */
export const measured = (studies: readonly GradedStudy[], options: BootstrapOptions): readonly MeasuredMetric[] => {
  const shares = METRICS.map(({ name, ofStudy }) => {
    const ofStudies = studies.map(ofStudy);
    return { name, totals: ofStudies.map(({ total }) => total), counts: ofStudies.map(({ count }) => count) };
  });
  const statistics = (times: ArrayLike<number>): Record<string, number | undefined> =>
    Object.fromEntries(
      shares.map(({ name, totals, counts }) => [name, shareOf(sumOfDrawn(totals, times), sumOfDrawn(counts, times))]),
    );
  const estimates = bootstrap(studies.length, statistics, options);
  return METRICS.map(({ name, title, better }) => ({ name, title, better, estimate: estimates[name] }));
};
