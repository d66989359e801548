// Makes the pictures of the report in docs/pictures: node --import tsx scripts/screenshots.mjs [out folder of a run]
// Without a folder it makes phantoms and reports on them with models that know their truth, so that the pictures show
// what a report looks like and not how good any weights are. Needs Debian's chromium (or CHROMIUM=<path>).
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
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
  console.log(`${(await readdir(INTO)).length} pictures`);
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
