import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type TrainDashboard, trainDashboard } from '../../src/dashboard/train-dashboard.ts';
import { trainKeypoints } from '../support/keypoint-training.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { checkSchemesAndSizes, dashboardPages, textOf } from './dashboard-page.ts';

const chromium = chromiumPath();
const EPOCHS = 3;

if (chromium === undefined)
  it('the dashboard of a training in Chromium (not installed here: apt-get install chromium)');
else
  describe('the dashboard of a training in Chromium', function () {
    this.timeout(240_000);
    let browser: Browser;
    let dashboard: TrainDashboard;
    let training: Promise<unknown>;
    let goOn = () => {};
    const pages = dashboardPages();

    /** A training that is held after its second epoch until it is let go. */
    before(async () => {
      const folder = await keptFolder();
      browser = await launchChromium(chromium);
      dashboard = await trainDashboard({
        ...{ port: 0, name: 'keypoints', memoryBytes: 8e9 },
        ...{ rssBytes: () => process.memoryUsage.rss(), now: () => performance.now() },
      });
      const held = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      let reached = () => {};
      const second = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const hold = {
        onEpoch: async ({ epoch }: { readonly epoch: number }) => {
          if (epoch !== EPOCHS - 1) return;
          reached();
          await held;
        },
      };
      const callbacks = [dashboard.callbacks, hold];
      training = trainKeypoints({ folder, studies: 6, resolutionPx: 64, epochs: EPOCHS, callbacks });
      await Promise.race([second, training]);
    });
    after(async () => {
      goOn();
      await training.catch(() => undefined);
      await dashboard?.close();
      await browser?.close();
    });

    const opened = async (options: BrowserContextOptions = {}): Promise<Page> => {
      const page = await pages.open(browser, dashboard.url, options);
      await page.locator('#phase.running').waitFor();
      return page;
    };

    it('shows epoch, throughput, time left, learning rate and the loss curves', async () => {
      const page = await opened();
      expect(await textOf(page, 'fold')).to.equal('1');
      expect(await textOf(page, 'epoch-of')).to.equal(` of ${EPOCHS}`);
      expect(Number(await textOf(page, 'rate'))).to.be.above(0);
      expect(await textOf(page, 'left')).to.match(/ms|s|min/);
      expect(Number(await textOf(page, 'learning-rate'))).to.be.within(0, 0.003);
      expect(await page.locator('#chart circle.train').count()).to.equal(2);
      expect(await page.locator('#chart rect.validation').count()).to.equal(2);
      expect(await page.locator('#chart .best').count()).to.equal(1);
      expect(await page.evaluate('getComputedStyle(document.querySelector("#chart .axis")).fill')).to.equal('none');
      await page.context().close();
    });

    it('shows the heatmaps of the last validation, with labels and peaks', async () => {
      const page = await opened();
      expect(await page.evaluate('document.getElementById("picture").naturalWidth')).to.equal(64);
      expect(await page.locator('#points circle').count()).to.equal(5);
      expect(await page.locator('#points path').count()).to.equal(5);
      expect(await page.locator('#point-rows tr').count()).to.equal(5);
      expect(await page.locator('#picture').getAttribute('alt')).to.contain('epoch 2');
      await page.context().close();
    });

    it('works by keyboard: walks the epochs, goes to the heatmaps and folds, pauses', async () => {
      const page = await opened();
      await page.keyboard.press('c');
      await page.keyboard.press('ArrowLeft');
      expect(await textOf(page, 'detail')).to.match(/^Epoch 1: training [\d.]+, validation [\d.]+/);
      expect(await textOf(page, 'said')).to.equal(await textOf(page, 'detail'));
      await page.keyboard.press('End');
      expect(await textOf(page, 'detail')).to.match(/^Epoch 2: /);
      await page.keyboard.press('h');
      expect(await page.locator('#sample:focus').count()).to.equal(1);
      await page.keyboard.press('f');
      expect(await page.locator('#folds:focus').count()).to.equal(1);
      await page.keyboard.press('p');
      expect(await page.locator('#pause').getAttribute('aria-pressed')).to.equal('true');
      await page.context().close();
    });

    it('is light or dark as the reader has it, and fits a laptop and a telephone', () => checkSchemesAndSizes(opened));

    it('has its figures as CSV', async () => {
      const tableAt = async (name: string) => {
        const response = await fetch(new URL(name, dashboard.url));
        expect(response.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
        return (await response.text()).trim().split('\n');
      };
      const epochs = await tableAt('epochs.csv');
      expect(epochs[0]).to.equal('epoch,train_loss,validation_loss,learning_rate,samples_per_second,seconds,best');
      expect(epochs).to.have.length(1 + 2);
      expect((await tableAt('steps.csv')).length).to.be.above(2);
      expect(await tableAt('heatmaps.csv')).to.have.length(1 + 5);
    });

    it('tells of the end, and keeps the last figures', async () => {
      const page = await opened();
      goOn();
      await training;
      await dashboard.close();
      await page.locator('#phase.ended').waitFor();
      expect(await textOf(page, 'said')).to.equal('The training ended.');
      expect(await textOf(page, 'epoch')).to.equal(String(EPOCHS));
      expect(await textOf(page, 'fold-rows')).to.match(/^keypoints 1all epochs/);
      await page.context().close();
    });

    it('has no complaint in the console, and asks nothing of any other place', () => {
      expect(pages.complaints).to.deep.equal([]);
    });
  });
