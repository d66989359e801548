import { MISSING_LABEL } from '../../../domain/vocabulary.ts';
import type { GradedStudy, Probabilities } from '../graded-study.ts';

/** A study's contribution to a mean. */
export interface Share {
  readonly total: number;
  readonly count: number;
}

/**
 * A metric of graded studies that is a mean: the studies' total divided by their count. It is reported with an
 * interval.
 */
export interface Metric {
  /** Kebab-case, as in evaluation.json. */
  readonly name: string;
  /** Title, as in tables. */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly better: 'less' | 'more';
  readonly ofStudy: (study: GradedStudy) => Share;
}

/** Declares a metric, one per file; `npm run generate` lists it. */
export const defineMetric = (metric: Metric): Metric => metric;

/** A mean over labelled locations. */
export const overLocations =
  (of: (probabilities: Probabilities, label: number) => number): Metric['ofStudy'] =>
  ({ labels, probabilities }) => {
    let [total, count] = [0, 0];
    for (const [index, label] of labels.entries()) {
      if (label === MISSING_LABEL) continue;
      total += of(probabilities[index]!, label);
      count++;
    }
    return { total, count };
  };
