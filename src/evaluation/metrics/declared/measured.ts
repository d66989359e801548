import { createRng } from '../../../domain/seeded-rng.ts';
import { bootstrap, type Estimate } from '../bootstrap.ts';
import type { GradedStudy } from '../graded-study.ts';
import { METRICS } from './built-in.ts';
import type { Metric } from './define-metric.ts';

/** A declared metric of a set of studies, with its interval; no estimate if nothing counts. */
export interface MeasuredMetric extends Pick<Metric, 'name' | 'title' | 'better'> {
  readonly estimate: Estimate | undefined;
}

/** Computes all declared metrics of these studies from the same resamples. */
export const measured = (
  studies: readonly GradedStudy[],
  { seed, resamples }: { readonly seed: number; readonly resamples: number },
): readonly MeasuredMetric[] => {
  const shares = METRICS.map(({ ofStudy }) => studies.map(ofStudy));
  const statistics = (times: ArrayLike<number>): Record<string, number | undefined> =>
    Object.fromEntries(
      METRICS.map(({ name }, metric) => {
        let [total, count] = [0, 0];
        for (const [index, share] of shares[metric]!.entries()) {
          total += times[index]! * share.total;
          count += times[index]! * share.count;
        }
        return [name, count === 0 ? undefined : total / count];
      }),
    );
  const estimates = bootstrap(studies.length, statistics, { resamples, rng: createRng(seed) });
  return METRICS.map(({ name, title, better }) => ({ name, title, better, estimate: estimates[name] }));
};
