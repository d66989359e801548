export type { Estimate } from './bootstrap.ts';
export type { Metric } from './declared/define-metric.ts';
export type { MeasuredMetric } from './declared/measured.ts';
export { type EnsembleEvaluation, equallyMixed, evaluateEnsemble } from './evaluate-ensemble.ts';
export {
  type Baseline,
  type BothConventions,
  type EvaluationOptions,
  evaluateGrades,
  type GradesEvaluation,
  type LabelledStudy,
  type ScoreEstimates,
} from './evaluate-grades.ts';
export type { EvaluatedInput, Evaluation, KeypointEvaluation, Unseen } from './evaluation.ts';
export { type ConditionGroup, conditionAt, type GradedStudy, type Probabilities } from './graded-study.ts';
export {
  type CumulativePoint,
  cumulativeErrors,
  type KeypointError,
  type KeypointErrors,
  keypointErrors,
  WITHIN_MM,
} from './keypoint-errors.ts';
export {
  type ChallengeScore,
  challengeScore,
  type MissingLabels,
  type ScoreOptions,
  type ScoreRow,
  SEVERITY_WEIGHTS,
} from './score.ts';
export * from './selective/index.ts';
export { type PartScores, SCORE_PARTS, type ScorePart } from './study-losses.ts';
export { type GradedRow, weightedLogLoss } from './weighted-log-loss.ts';
