import { MISSING_LABEL } from '../../../domain/vocabulary.ts';
import type { GradedStudy, Probabilities } from '../graded-study.ts';

/** What a study adds to a mean. */
export interface Share {
  readonly total: number;
  readonly count: number;
}

/** A number of graded studies that is a mean: of all studies together, total by count. It is reported with an interval. */
export interface Metric {
  /** Kebab-case, as in evaluation.json. */
  readonly name: string;
  /** As in tables. */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly better: 'less' | 'more';
  readonly ofStudy: (study: GradedStudy) => Share;
}

/** Declares a metric. One file each; `npm run generate` lists it. */
export const defineMetric = (metric: Metric): Metric => metric;

/** A mean over the locations that have a label. */
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
