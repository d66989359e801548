// Makes the pictures of the report in docs/pictures: node --import tsx scripts/screenshots.mjs [out folder of a run]
// Without a folder it makes phantoms and reports on them with models that know their truth, so that the pictures show
// what a report looks like and not how good any weights are. Needs Debian's chromium (or CHROMIUM=<path>).
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compareRuns } from '../src/evaluation/comparison/compare-runs.ts';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { oracleReport } from '../test/support/oracle-report.ts';
import { INTO, openedChromium, savePicture } from './save-picture.mjs';

const work = await mkdtemp(join(tmpdir(), 'spinestream-pictures-'));
const browser = await openedChromium();

/** A report of phantoms in a folder of its own. */
const ownReport = async () => {
  const [studies, out] = [join(work, 'studies'), join(work, 'out')];
  await makePhantoms({ studies: 12, seed: 5, out: studies, quirks: true });
  await oracleReport({ studies, out });
  return out;
};

const pathOf = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The pages of two runs of the demo pipeline, one of which looks at mirrored stacks, too, and farther towards the middle. */
const ownComparison = async () => {
  const [studies, changed] = [join(work, 'compared'), join(work, 'changed.yaml')];
  await makePhantoms({ studies: 4, seed: 2024, out: studies, quirks: true });
  const demo = await readFile(pathOf('../pipelines/demo.yaml'), 'utf8');
  const mirrored = demo.replaceAll(/stacks: (sagt[12]), as/g, 'stacks: $1, views: { mirror: true }, as');
  await writeFile(changed, mirrored.replace('lateralMm: 16.8', 'lateralMm: 13.0'));
  const options = { studies, models: pathOf('../weights/nano'), allowMismatch: true };
  await gradeStudies({ ...options, pipeline: 'demo', out: join(work, 'before') });
  await gradeStudies({ ...options, pipeline: changed, out: join(work, 'after') });
  await compareRuns({ runs: [join(work, 'before'), join(work, 'after')], out: join(work, 'comparison') });
  return join(work, 'comparison', 'report');
};

/** The page with the most severe study, as report.csv has it. */
const gravestPage = async (out) => {
  const rows = (await readFile(join(out, 'report.csv'), 'utf8')).trim().split('\n').slice(1);
  const [best] = rows.map((row) => row.split(',')).sort((a, b) => Number(b[2]) - Number(a[2]));
  return best[1];
};

const shot = async (path, name, { keys = [], media = 'screen', height = 900, width = 1440, ...options } = {}) => {
  const page = await browser.newPage({ viewport: { width, height }, ...options });
  await page.goto(pathToFileURL(path).href);
  for (const key of keys) await page.keyboard.press(key);
  await page.emulateMedia({ media, colorScheme: options.colorScheme ?? 'light' });
  await savePicture(await page.screenshot(), name);
  await page.close();
};

try {
  const given = process.argv[2];
  const out = given ?? (await ownReport());
  if (!existsSync(join(out, 'report', 'index.html'))) throw new Error(`${out} has no report`);
  await mkdir(INTO, { recursive: true });
  const study = join(out, await gravestPage(out));
  await shot(study, 'report-light', { colorScheme: 'light', height: 960 });
  await shot(study, 'report-dark', { colorScheme: 'dark', height: 960, keys: ['o'] });
  await shot(study, 'report-paper', { media: 'print', width: 760, height: 1075 });
  await shot(join(out, 'report', 'index.html'), 'report-index', { height: 560 });
  if (given === undefined) {
    const pages = await ownComparison();
    const [, first] = /href="(studies\/[^"]+)"/.exec(await readFile(join(pages, 'index.html'), 'utf8'));
    await shot(join(pages, 'index.html'), 'comparison-index', { height: 420 });
    await shot(join(pages, first), 'comparison', { height: 900 });
    await shot(join(pages, first), 'comparison-dark', { height: 900, colorScheme: 'dark' });
  }
  console.log(`${(await readdir(INTO)).length} pictures`);
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
