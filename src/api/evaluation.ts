/**
 * Scores, intervals and comparisons.
 * In examples `results` is the folder of a run: `gradeStudies({ pipeline: 'demo', studies: 'data', models: 'weights/nano', out: 'results' })`.
 * @module spinestream/evaluation
 */
export { type CardFile, type ExportCardOptions, exportCard } from '../evaluation/card/export-card.ts';
export { type CompareOptions, type ComparisonSummary, compareRuns } from '../evaluation/comparison/compare-runs.ts';
export type { DriftReport } from '../evaluation/drift/drift-report.ts';
export { type DriftOptions, findDrift } from '../evaluation/drift/find-drift.ts';
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
