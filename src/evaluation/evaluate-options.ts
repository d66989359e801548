import type { EvaluationOptions } from './metrics/index.ts';

/** Options of `evaluateRuns`. */
export interface EvaluateOptions extends EvaluationOptions {
  /** Folders of runs, or submissions; several are evaluated as an ensemble, and each alone. */
  readonly inputs: readonly string[];
  /** train.csv; by default the one next to the studies of the first run. */
  readonly labels?: string | undefined;
  /** train_label_coordinates.csv; by default the one next to the studies of the first run, if there is one. */
  readonly coordinates?: string | undefined;
  /** Folder of the studies, for pixel spacings; by default that of the first run. */
  readonly studies?: string | undefined;
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Labels of readers, like train.csv, to compare grades and labels with. */
  readonly readers?: readonly string[] | undefined;
  /** A table of study_id and columns that group studies. */
  readonly groups?: string | undefined;
  /** Another run or submission, to compare with study by study. */
  readonly against?: string | undefined;
  /** Where `evaluation.json`, `evaluation.html`, tables and, of a run, `calibration.json` go. */
  readonly out: string;
}
