/**
 * Scores, intervals and comparisons.
 * @module spinestream/evaluation
 */
export { type EvaluateOptions, evaluateRuns } from '../evaluation/evaluate-runs.ts';
export { scoreFiles } from '../evaluation/inputs/score-files.ts';
export {
  type ChallengeScore,
  challengeScore,
  type Evaluation,
  evaluateEnsemble,
  evaluateGrades,
  type GradedStudy,
  type ScoreRow,
} from '../evaluation/metrics/index.ts';
