// Indexes a study in a process of its own, whose memory is measured: node intake-child.js <folder>
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { indexStudy, rankSeries, readBytes, seriesOf } from '../src/dicom/index.ts';
import { peakRssBytes as peakRss } from './peak-rss.ts';

/** What it answers. */
export interface IntakeMeasured {
  readonly files: number;
  readonly slices: number;
  readonly series: number;
  readonly indexMs: number;
  /** To put series together and to rank them, after the index. */
  readonly rankMs: number;
  /** The greatest resident size of the process while it worked, and what that is more than before. */
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
