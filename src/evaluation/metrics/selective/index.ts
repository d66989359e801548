export { type Agreement, agreements, type Ratings, ratingsOf } from './agreement.ts';
export { levelAt, sideAt } from './answers.ts';
export type { ConfidenceEvaluation } from './confidence-evaluation.ts';
export type { ConfidenceReliability } from './confidence-reliability.ts';
export { KAPPA_WEIGHTS, type KappaWeights } from './kappa.ts';
export { type PairedAccuracy, type PairedComparison, pairedComparison } from './paired-comparison.ts';
export type { Referral } from './referral.ts';
export { COVERAGES, type CoveragePoint, type RiskCoverage, SHOWN_COVERAGES } from './risk-coverage-curves.ts';
export { type GroupedBy, type Subgroup, type SubgroupTable, subgroupTable } from './subgroups.ts';
