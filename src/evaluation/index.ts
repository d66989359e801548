export {
  type ChallengeScore,
  challengeScore,
  type MissingLabels,
  type ScoreOptions,
  type ScoreRow,
} from './score.ts';
