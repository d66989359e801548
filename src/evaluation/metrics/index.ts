export { complementOf, type Estimate } from './bootstrap.ts';
export type { Reliability } from './calibration.ts';
export { type EnsembleEvaluation, equallyMixed, evaluateEnsemble } from './evaluate-ensemble.ts';
export {
  type EvaluationOptions,
  evaluateGrades,
  type GradesEvaluation,
  type LabelledStudy,
} from './evaluate-grades.ts';
export type { EvaluatedInput, Evaluation, KeypointEvaluation, Unseen } from './evaluation.ts';
export {
  type ConditionGroup,
  conditionAt,
  type GradedStudy,
  notGradedIn,
  type Probabilities,
  scoreRows,
  withoutConditions,
} from './graded-study.ts';
export { cumulativeErrors, type KeypointError, keypointErrors, WITHIN_MM } from './keypoint-errors.ts';
export {
  type ChallengeScore,
  challengeScore,
  type PartialScore,
  partialScore,
  type ScoreOptions,
  type ScoreRow,
  SEVERITY_WEIGHTS,
} from './score.ts';
export * from './selective/index.ts';
export { type PartScores, SCORE_NAMES, type ScoreName } from './study-losses.ts';
export { weightedLogLoss } from './weighted-log-loss.ts';
