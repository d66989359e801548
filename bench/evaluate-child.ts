// Evaluates the generated run in a folder with all metrics, and prints the cost as one line of JSON.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluateRuns } from '../src/evaluation/evaluate-runs.ts';
import { peakRssBytes } from './peak-rss.ts';

const folder = process.argv[2]!;
const out = join(folder, 'evaluation');
await mkdir(out);
const started = performance.now();
const before = process.cpuUsage();
const { confidence, subgroups, agreement, against } = await evaluateRuns({
  inputs: [folder],
  labels: join(folder, 'labels.csv'),
  readers: [join(folder, 'reader.csv')],
  groups: join(folder, 'groups.csv'),
  against: join(folder, 'other.csv'),
  out,
  seed: 42,
  resamples: 1000,
  nestedFolds: 5,
});
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: peakRssBytes() / 1024 / 1024,
    confidence: confidence?.confidence,
    locations: confidence?.curves[0]?.locations,
    groupings: subgroups.length,
    agreements: agreement.length,
    against: against?.studies,
  }),
);
