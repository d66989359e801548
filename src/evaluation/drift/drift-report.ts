import type { DriftMeasure } from './drift-study.ts';

/** A number in a group of studies. */
export interface NumberSummary {
  readonly count: number;
  /** 10th percentile. */
  readonly low: number;
  readonly median: number;
  /** 90th percentile. */
  readonly high: number;
}

/** How many studies of a group have a property. */
interface ShareSummary {
  readonly count: number;
  readonly share: number;
}

interface Comparison extends DriftMeasure {
  /** Index into `windows`. */
  readonly window: number;
  /** Greatest difference of the distribution functions, or difference of the shares: 0 to 1. */
  readonly difference: number;
  readonly p: number;
  /** Adjusted for the number of comparisons in the report (Holm). */
  readonly adjustedP: number;
  readonly alarm: boolean;
}

/** A comparison of a number by the Kolmogorov-Smirnov test. */
export interface NumberComparison extends Comparison {
  readonly test: 'kolmogorov-smirnov';
  readonly reference: NumberSummary;
  readonly found: NumberSummary;
}

/** A comparison of the share of studies in a category by Fisher's exact test. */
export interface ShareComparison extends Comparison {
  readonly test: 'fisher';
  readonly category: string;
  readonly reference: ShareSummary;
  readonly found: ShareSummary;
}

export type DriftComparison = NumberComparison | ShareComparison;

/** Studies that are compared with the reference. */
export interface DriftWindow {
  readonly run: string;
  /** Positions of its first and last study in the run, from 1. */
  readonly first: number;
  readonly last: number;
  readonly alarms: number;
}

/** What the windows are compared with. */
export interface ReferenceFacts {
  readonly name: string;
  readonly kind: 'model' | 'run';
  readonly studies: number;
  readonly groups: readonly string[];
}

/** Contents of `drift.json`. */
export interface DriftReport {
  readonly format: 'spinestream-drift-1';
  readonly spinestream: string;
  /** Probability of any alarm if nothing changed. */
  readonly level: number;
  readonly references: readonly ReferenceFacts[];
  readonly windows: readonly DriftWindow[];
  readonly comparisons: readonly DriftComparison[];
  /** Measures that some window or the reference has of too few studies. */
  readonly notCompared: readonly string[];
  readonly alarms: number;
}
