// Makes the pictures of the live view in docs/pictures: node --import tsx scripts/dashboard-screenshots.mjs [folder of studies]
// Runs the demo pipeline with the shipped weights on phantoms, and looks at it half way. Needs Debian's chromium (or CHROMIUM=<path>).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDashboard } from '../src/dashboard/run-dashboard.ts';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { openedChromium, savePicture } from './save-picture.mjs';

const MODELS = fileURLToPath(new URL('../weights/nano', import.meta.url));

const work = await mkdtemp(join(tmpdir(), 'spinestream-pictures-'));
const browser = await openedChromium();
const concurrency = 4;
const dashboard = await runDashboard({
  ...{ port: 0, name: 'demo', concurrency, memoryBytes: 8e9 },
  ...{ rssBytes: () => process.memoryUsage.rss(), now: () => performance.now() },
});

const pageAt = async (colorScheme) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
  await page.goto(dashboard.url);
  return page;
};
const shot = async (page, name, done) => {
  while (Number(await page.locator('#done').textContent()) < done) await page.waitForTimeout(100);
  await savePicture(await page.screenshot({ fullPage: true }), name);
};

try {
  let studies = process.argv[2];
  if (studies === undefined) {
    studies = join(work, 'studies');
    await makePhantoms({ studies: 16, seed: 3, out: studies, quirks: true });
  }
  const [light, dark] = [await pageAt('light'), await pageAt('dark')];
  const run = gradeStudies({
    ...{ pipeline: 'demo', studies, models: MODELS, out: join(work, 'out'), concurrency, memoryBudget: 300_000_000 },
    onEvent: dashboard.onEvent,
  });
  await Promise.all([shot(light, 'dashboard-light', 5), shot(dark, 'dashboard-dark', 8)]);
  await run;
} finally {
  await dashboard.close();
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
