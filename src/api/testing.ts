/** The laws that plugins keep, and small studies to try them on: `spinestream/testing`. */
export { brokenLaws, type ConformanceOptions, checkOperator, LAWS, type LawResult } from '../core/conformance/index.ts';
export * from '../operators/examples/index.ts';
