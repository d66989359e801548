import type { EnsembleEvaluation } from './evaluate-ensemble.ts';
import type { EvaluationOptions, GradesEvaluation } from './evaluate-grades.ts';
import type { CumulativePoint, KeypointErrors } from './keypoint-errors.ts';
import type { Agreement, ConfidenceEvaluation, PairedComparison, SubgroupTable } from './selective/index.ts';

/** How sure it is that a model has not seen the studies that it graded. */
export type Unseen =
  /** The table of its folds says so, and agrees with the hash in the weights where they have one. */
  | 'checked'
  /** Nothing says what it was trained on. */
  | 'unknown';

/** Something that was evaluated: a run, or a submission that says nothing of where it comes from. */
export interface EvaluatedInput {
  /** Of the folder or file, without its path. */
  readonly name: string;
  readonly pipeline: string | undefined;
  readonly models: readonly { readonly name: string; readonly folds: string; readonly unseen: Unseen }[];
  /** Studies with a result. */
  readonly studies: number;
  /** Studies that the run could not grade. */
  readonly failed: number | undefined;
  /** Whether the run was stopped, so that there may be studies that it did not come to. */
  readonly stopped?: true;
}

export interface KeypointEvaluation {
  readonly withinMm: number;
  readonly errors: readonly KeypointErrors[];
  readonly cumulative: readonly CumulativePoint[];
}

/** What `evaluation.json` holds. The same inputs and options give the same content. */
export interface Evaluation {
  readonly format: 'spinestream-evaluation-1';
  readonly spinestream: string;
  readonly options: EvaluationOptions;
  readonly inputs: readonly EvaluatedInput[];
  readonly unseen: Unseen;
  /** Studies with labels, whether graded or not. */
  readonly labelledStudies: number;
  /** Of the input, or of the plain mean of several. */
  readonly grades: GradesEvaluation | undefined;
  /** Where there are several inputs. */
  readonly ensemble: EnsembleEvaluation | undefined;
  readonly keypoints: KeypointEvaluation | undefined;
  /** What knowing when not to answer is worth; undefined without grades. */
  readonly confidence: ConfidenceEvaluation | undefined;
  /** Grades, labels and readers with each other; empty without grades. */
  readonly agreement: readonly Agreement[];
  /** Empty without grades. */
  readonly subgroups: readonly SubgroupTable[];
  /** With another run, study by study. */
  readonly against: (PairedComparison & { readonly name: string; readonly unseen: Unseen }) | undefined;
}
