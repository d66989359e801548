import type { EnsembleEvaluation } from './evaluate-ensemble.ts';
import type { EvaluationOptions, GradesEvaluation } from './evaluate-grades.ts';
import type { CumulativePoint, KeypointErrors } from './keypoint-errors.ts';
import type { Agreement, ConfidenceEvaluation, PairedComparison, SubgroupTable } from './selective/index.ts';

/** Certainty that a model has not seen the studies that it graded. */
export type Unseen =
  /** Confirmed by its table of folds, which matches the hash in the weights if they have one. */
  | 'checked'
  /** No record of its training data. */
  | 'unknown';

/** An evaluated input: a run, or a submission of unknown origin. */
export interface EvaluatedInput {
  /** Name of the folder or file, without its path. */
  readonly name: string;
  readonly pipeline: string | undefined;
  readonly models: readonly { readonly name: string; readonly folds: string; readonly unseen: Unseen }[];
  /** Studies with a result. */
  readonly studies: number;
  /** Studies that failed in the run. */
  readonly failed: number | undefined;
  /** Whether the run was stopped, so that some studies may be missing. */
  readonly stopped?: true;
}

export interface KeypointEvaluation {
  readonly withinMm: number;
  readonly errors: readonly KeypointErrors[];
  readonly cumulative: readonly CumulativePoint[];
}

/** Contents of `evaluation.json`; deterministic for the same inputs and options. */
export interface Evaluation {
  readonly format: 'spinestream-evaluation-1';
  readonly spinestream: string;
  readonly options: EvaluationOptions;
  readonly inputs: readonly EvaluatedInput[];
  readonly unseen: Unseen;
  /** Labelled studies, graded or not. */
  readonly labelledStudies: number;
  /** Metrics of the input, or of the plain mean of several. */
  readonly grades: GradesEvaluation | undefined;
  /** Present with several inputs. */
  readonly ensemble: EnsembleEvaluation | undefined;
  readonly keypoints: KeypointEvaluation | undefined;
  /** The value of knowing when not to answer; undefined without grades. */
  readonly confidence: ConfidenceEvaluation | undefined;
  /** Agreement of grades, labels and readers with each other; empty without grades. */
  readonly agreement: readonly Agreement[];
  /** Empty without grades. */
  readonly subgroups: readonly SubgroupTable[];
  /** Comparison with another run, study by study. */
  readonly against: (PairedComparison & { readonly name: string; readonly unseen: Unseen }) | undefined;
}
