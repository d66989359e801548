export {
  type ChallengeScore,
  challengeScore,
  type MissingLabels,
  type ScoreOptions,
  type ScoreRow,
  SEVERITY_WEIGHTS,
} from './score.ts';
export { type GradedRow, weightedLogLoss } from './weighted-log-loss.ts';
