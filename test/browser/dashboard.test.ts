import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { z } from 'zod';
import { adding, defineOperator } from '../../src/api/operators.ts';
import type { Pipeline } from '../../src/core/pipeline.ts';
import { type RunDashboard, runDashboard } from '../../src/dashboard/run-dashboard.ts';
import { makePhantoms } from '../../src/phantom/make-phantoms.ts';
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { checkSchemesAndSizes, dashboardPages, textOf } from './dashboard-page.ts';

const MODELS = fileURLToPath(new URL('../../weights/nano', import.meta.url));
const STUDIES = 2;

/** A step that holds every study until it is let go, and then fails the first one. */
const gate = () => {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let arrived = 0;
  const { spec } = defineOperator({
    name: 'gate',
    summary: 'Hold studies.',
    options: z.strictObject({}),
    reads: () => ['probabilities.final'],
    writes: () => ['custom.gate'],
    apply: () => async () => {
      const isFirst = arrived++ === 0;
      await opened;
      if (isFirst) throw new Error('<b>held</b> for too long');
      return adding('custom.gate', true);
    },
  });
  const arranged = (pipeline: Pipeline): Pipeline => ({
    ...pipeline,
    steps: [...pipeline.steps, { operator: spec.bind({}), line: 1, dropsAfter: [] }],
    canonical: JSON.stringify({ ...JSON.parse(pipeline.canonical), held: true }),
  });
  return { arranged, open: () => open() };
};

const chromium = chromiumPath();

if (chromium === undefined) it('the dashboard in Chromium (not installed here: apt-get install chromium)');
else
  describe('the dashboard of a run in Chromium', function () {
    this.timeout(240_000);
    let browser: Browser;
    let dashboard: RunDashboard;
    let open: () => void;
    let run: Promise<unknown>;
    const pages = dashboardPages();

    before(async () => {
      const folder = await keptFolder();
      const studies = join(folder, 'studies');
      await makePhantoms({ studies: STUDIES, seed: 7, out: studies, quirks: false });
      browser = await launchChromium(chromium);
      dashboard = await runDashboard({
        ...{ port: 0, name: 'demo', concurrency: STUDIES, memoryBytes: 8e9 },
        ...{ rssBytes: () => process.memoryUsage.rss(), now: () => performance.now() },
      });
      const held = gate();
      ({ open } = held);
      run = gradeStudies({
        ...{ pipeline: 'demo', studies, models: MODELS, out: join(folder, 'out'), concurrency: STUDIES },
        ...{ arranged: held.arranged, onEvent: dashboard.onEvent },
      });
    });
    after(async () => {
      open?.();
      await run?.catch(() => undefined);
      await dashboard?.close();
      await browser?.close();
    });

    /** The page, once every study is held at the gate. */
    const opened = async (options: BrowserContextOptions = {}): Promise<Page> => {
      const page = await pages.open(browser, dashboard.url, options);
      const held = page.locator('.node[data-words^=gate] .badge', { hasText: String(STUDIES) });
      await Promise.race([held.waitFor({ timeout: 120_000 }), run]); // a run that fails says why
      return page;
    };

    it('shows the studies in progress, their step and what waits for room, while the run goes on', async () => {
      const page = await opened();
      expect(await page.locator('#work tr').count()).to.equal(STUDIES);
      expect(await page.locator('#work tr td:nth-child(2)').allTextContents()).to.deep.equal(
        Array(STUDIES).fill('gate (gate)'),
      );
      expect(await page.locator('.node.busy .name').allTextContents()).to.deep.equal(['gate']);
      expect(await page.locator('.node.source.waits .figures').textContent()).to.equal('waits: window is full');
      expect(await textOf(page, 'window-under')).to.equal('full: the source waits for room');
      expect(await page.locator('.node.operator .figures').first().textContent()).to.match(/\/min · .+ · \d+%$/);
      expect(await page.locator('.carried:visible').count()).to.be.above(0);
      expect(await textOf(page, 'memory-of')).to.equal(' of 8.0 GB');
      expect(await page.title()).to.equal(`0/${STUDIES} · demo`);
      await page.context().close();
    });

    it('is walked by keys, and says in words what the graph shows', async () => {
      const page = await opened();
      await page.keyboard.press('g');
      await page.keyboard.press('ArrowDown');
      expect(await textOf(page, 'detail')).to.match(
        /^load-series, writes series, slices\. 0 here, 2 done, .* each, \d+% of the time/,
      );
      await page.keyboard.press('End');
      await page.keyboard.press('Home');
      expect(await textOf(page, 'detail')).to.match(/^source studies\. waits: window is full/);
      expect(await page.locator('.node[tabindex="0"]').count()).to.equal(1);
      await page.keyboard.press('w');
      expect(await page.locator('#log:focus').count()).to.equal(1);
      await page.keyboard.press('p');
      expect(await page.locator('#pause').getAttribute('aria-pressed')).to.equal('true');
      await page.keyboard.press('p');
      await page.locator('#all-steps summary').press('Enter');
      await page.locator('#steps tr').nth(10).waitFor(); // "toggle" comes in a later turn
      await page.context().close();
    });

    it('has its figures as CSV', async () => {
      const tableAt = async (name: string) =>
        (await (await fetch(new URL(name, dashboard.url))).text()).trim().split('\n');
      expect((await tableAt('throughput.csv'))[0]).to.equal('seconds,studies_per_minute');
      const [columns, first, ...steps] = await tableAt('steps.csv');
      expect(columns).to.equal('step,operator,here,done,studies_per_minute,mean_ms,share');
      expect(first).to.match(/^1,load-series,\d+,2,/);
      expect(steps).to.have.length.above(10);
    });

    it('is light or dark as the reader has it, and fits a laptop and a telephone', () => checkSchemesAndSizes(opened));

    it('tells of a failure as text, and of the end, and keeps the last figures', async () => {
      const page = await opened();
      open();
      await run;
      await dashboard.close();
      await page.locator('#phase.ended').waitFor();
      expect(await page.locator('#messages li').first().textContent()).to.match(
        /^failed\d+ gate: .*<b>held<\/b> for too long/,
      );
      expect(await textOf(page, 'done')).to.equal(String(STUDIES));
      expect(await textOf(page, 'failed')).to.equal('1');
      expect(await textOf(page, 'said')).to.equal('The run ended.');
      expect(await textOf(page, 'no-work')).to.equal('None: the run is over.');
      await page.context().close();
    });

    it('has no complaint in the console, and asks nothing of any other place', () => {
      expect(pages.complaints).to.deep.equal([]);
    });
  });
