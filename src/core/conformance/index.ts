export { brokenLaws, type ConformanceOptions, checkPlugin, LAWS } from './check-plugin.ts';
export type { LawResult } from './law.ts';
