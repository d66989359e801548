import type { EvaluationOptions } from './metrics/index.ts';

/** Options of `evaluateRuns`. */
export interface EvaluateOptions extends EvaluationOptions {
  /** Folders of runs, or submissions; several are evaluated as an ensemble and individually. */
  readonly inputs: readonly string[];
  /** train.csv; by default the one next to the studies of the first run. */
  readonly labels?: string | undefined;
  /** train_label_coordinates.csv; by default the one next to the studies of the first run, if there is one. */
  readonly coordinates?: string | undefined;
  /** Folder of the studies, for pixel spacings; by default that of the first run. */
  readonly studies?: string | undefined;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Labels of readers, like train.csv, to compare with grades and labels. */
  readonly readers?: readonly string[] | undefined;
  /** A table with study_id and grouping columns. */
  readonly groups?: string | undefined;
  /** Another run or submission for a comparison study by study. */
  readonly against?: string | undefined;
  /** Destination of `evaluation.json`, `evaluation.html`, tables and, for a run, `calibration.json`. */
  readonly out: string;
}
