import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { evaluationPage } from '../../src/evaluation/page/evaluation-page.ts';
import { exampleEvaluation } from '../evaluation/page/example-evaluation.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const chromium = chromiumPath();

if (chromium === undefined) it('an evaluation in Chromium (not installed here: apt-get install chromium)');
else
  describe('an evaluation in Chromium', function () {
    this.timeout(60_000);
    const folder = temporaryFolder();

    it('shows its pictures without a script, a request or a complaint', async () => {
      const file = join(folder(), 'evaluation.html');
      await writeFile(file, await evaluationPage(exampleEvaluation()));
      const browser = await launchChromium(chromium);
      try {
        const page = await browser.newPage({ viewport: { width: 400, height: 800 }, javaScriptEnabled: false });
        const heard: string[] = [];
        page
          .on('console', (message) => heard.push(message.text()))
          .on('request', (request) => heard.push(request.url()));
        await page.goto(pathToFileURL(file).href);
        expect(heard).to.eql([pathToFileURL(file).href]);
        const boxes = await Promise.all((await page.locator('svg').all()).map((picture) => picture.boundingBox()));
        expect(boxes).to.have.length(9);
        for (const box of boxes) {
          expect(box!.width).to.be.within(100, 400); // no wider than a telephone
          expect(box!.height).to.be.above(30);
        }
      } finally {
        await browser.close();
      }
    });
  });
