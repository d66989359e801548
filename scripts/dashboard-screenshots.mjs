// Makes the pictures of the live view in docs/pictures: node --import tsx scripts/dashboard-screenshots.mjs [folder of studies]
// Runs the demo pipeline with the shipped weights on phantoms, and looks at it half way; then trains a small network of keypoints, and looks at that. Needs Debian's chromium (or CHROMIUM=<path>).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runDashboard } from '../src/dashboard/run-dashboard.ts';
import { trainDashboard } from '../src/dashboard/train-dashboard.ts';
import { makePhantoms } from '../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../src/run/grade-studies.ts';
import { trainKeypoints } from '../test/support/keypoint-training.ts';
import { openedChromium, savePicture } from './save-picture.mjs';

const MODELS = fileURLToPath(new URL('../weights/nano', import.meta.url));

const work = await mkdtemp(join(tmpdir(), 'spinestream-pictures-'));
const browser = await openedChromium();
const concurrency = 4;
const own = { memoryBytes: 8e9, rssBytes: () => process.memoryUsage.rss(), now: () => performance.now() };
const dashboard = await runDashboard({ port: 0, name: 'demo', concurrency, ...own });

const pageAt = async (colorScheme, { url } = dashboard) => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
  await page.goto(url);
  return page;
};
/** Takes the picture once the figure with this id has come so far. */
const shot = async (page, name, done, id = 'done') => {
  while (!(Number(await page.locator(`#${id}`).textContent()) >= done)) await page.waitForTimeout(100);
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
  const training = await trainDashboard({ port: 0, name: 'keypoints', ...own });
  const [bright, night] = [await pageAt('light', training), await pageAt('dark', training)];
  const trained = trainKeypoints({
    ...{ folder: join(work, 'training'), studies: 24, resolutionPx: 128, epochs: 16, callbacks: [training.callbacks] },
  });
  await Promise.all([
    shot(bright, 'training-light', 13, 'epoch').then(() => bright.keyboard.press('c')),
    shot(night, 'training-dark', 14, 'epoch'),
  ]);
  await trained;
  await training.close();
} finally {
  await dashboard.close();
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
