export { type Agreement, agreements, type Ratings, ratingsOf } from './agreement.ts';
export { levelAt, sideAt } from './answers.ts';
export type { ConfidenceEvaluation } from './confidence-evaluation.ts';
export { type PairedComparison, pairedComparison } from './paired-comparison.ts';
export type { Referral } from './referral.ts';
export { type RiskCoverage, SHOWN_COVERAGES } from './risk-coverage-curves.ts';
export { type GroupedBy, type SubgroupTable, subgroupTable } from './subgroups.ts';
