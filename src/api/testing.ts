/**
 * The laws of plugins, and small studies to test them on.
 * @module spinestream/testing
 */
export { brokenLaws, type ConformanceOptions, checkPlugin, LAWS, type LawResult } from '../core/conformance/index.ts';
export * from '../core/examples/index.ts';
