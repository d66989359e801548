// Indexes a study in a separate process, whose memory is measured: node intake-child.js <folder>
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { indexStudy, rankSeries, readBytes, seriesOf } from '../src/dicom/index.ts';
import { peakRssBytes as peakRss } from './peak-rss.ts';

/** The child's answer. */
export interface IntakeMeasured {
  readonly files: number;
  readonly slices: number;
  readonly series: number;
  readonly indexMs: number;
  /** Time to assemble and rank the series, after indexing. */
  readonly rankMs: number;
  /** Peak resident size of the process during the work, and its growth. */
  readonly peakRssBytes: number;
  readonly grownBytes: number;
}

const folder = process.argv[2]!;
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dcm'));
const files = names.map((name) => ({ name, path: join(folder, name) }));
const before = process.memoryUsage.rss();
peakRss();
const from = performance.now();
const { studies } = await indexStudy(files, readBytes);
const indexed = performance.now();
const series = studies.flatMap(({ slices }) => seriesOf(slices));
const { chosen } = rankSeries(series);
const ranked = performance.now();
const peakRssBytes = peakRss();
if (studies.length !== 1 || chosen.length === 0) throw new Error('the study was not found');
const measured: IntakeMeasured = {
  files: files.length,
  slices: studies.reduce((sum, { slices }) => sum + slices.length, 0),
  series: series.length,
  indexMs: indexed - from,
  rankMs: ranked - indexed,
  peakRssBytes,
  grownBytes: peakRssBytes - before,
};
process.send?.(measured);
