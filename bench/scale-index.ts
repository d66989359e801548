import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type IndexStudy, indexPage } from '../src/report/index.ts';
import { chromiumPath, launchChromium } from '../test/browser/chromium.ts';

const STUDIES = 20_000;

const study = (index: number): IndexStudy => ({
  label: String(1_000_000 + index),
  page: `studies/${index}.html`,
  grades: Array.from({ length: 25 }, (_, location) => (index + location) % 3),
  doubtful: [],
  severe: (index % 100) / 100,
  loss: undefined,
  warnings: index % 3,
  failure: undefined,
});

/** Measures how soon the report's index of many studies responds in Chromium. */
export const reportIndexBench = async (folder: string, report: (line: string) => void): Promise<void> => {
  const chromium = chromiumPath();
  if (chromium === undefined) return report('report index: no Chromium here');
  const path = join(folder, 'index', 'index.html');
  await mkdir(join(folder, 'index'));
  const startMs = performance.now();
  const text = indexPage(
    Array.from({ length: STUDIES }, (_, index) => study(index)),
    { spinestream: 'bench', pipeline: 'bench', models: [] },
  );
  const madeMs = performance.now() - startMs;
  await writeFile(path, text);
  const browser = await launchChromium(chromium);
  try {
    const page = await browser.newPage();
    const openMs = performance.now();
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction("document.getElementById('shown').textContent !== ''");
    report(
      `report index of ${STUDIES} studies: ${(text.length / 1e6).toFixed(1)} MB, made in ${(madeMs / 1000).toFixed(2)} s, opens in ${((performance.now() - openMs) / 1000).toFixed(2)} s`,
    );
  } finally {
    await browser.close();
  }
};
