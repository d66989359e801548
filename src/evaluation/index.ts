export { type ChallengeScore, challengeScore, type ScoreOptions, type ScoreRow } from './score.ts';
