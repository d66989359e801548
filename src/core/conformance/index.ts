export { brokenLaws, type ConformanceOptions, checkOperator, LAWS, type LawResult } from './check-operator.ts';
