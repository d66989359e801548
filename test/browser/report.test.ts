import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';
import { type ServedFolder, serveFolder } from '../../src/cli/handlers/serve-folder.ts';
import type { Basis } from '../../src/domain/basis.ts';
import { type IndexStudy, indexPage, studyPage } from '../../src/report/index.ts';
import { sampleStudy } from '../report/sample-study.ts';
import { keptFolder } from '../support/temporary-folder.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

const STUDIES = 500;
/** More than a page has rows for. */
const MANY = 20_000;
/** Of the browser's main thread, for which a busy machine does not count. */
const OPENS_WITHIN_S = 3;

const NOT_SEEN: Basis = { seen: 'none', doubtful: false, reasons: ['AXIAL_TOO_FAR'] };
const DOUBTFUL: Basis = { seen: 'all', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE'] };

/** WCAG AA for small text. */
const READABLE = 4.5;
/** The least contrast of the words of an unseen grade to what is behind them. */
const CONTRAST_OF_UNSEEN = `(() => {
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map((v) => v / 255).map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return Math.min(...[...document.querySelectorAll('.grade.unseen b, .grade.unseen .why')].map((one) => {
    const { color, backgroundColor } = getComputedStyle(one);
    const [a, b] = [light(color), light(backgroundColor)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
  }));
})()`;

/** A finger that moves to the right and down. */
const TOUCH_DRAG = `{
  const frame = document.querySelector('#panel-spinal .view.current .slice.current .frame');
  frame.setPointerCapture = () => {}; // no finger is there to be captured
  for (const [name, clientX, clientY] of [['down', 10, 10], ['move', 60, 40], ['up', 60, 40]])
    frame.dispatchEvent(new PointerEvent('pointer' + name, { pointerId: 5, pointerType: 'touch', button: 0, bubbles: true, clientX, clientY }));
}`;

const indexed = (index: number): IndexStudy => ({
  label: `study ${index}`,
  page: 'studies/sample.html',
  grades: Array.from({ length: 25 }, (_, location) => (location === index ? 2 : index % 2)),
  doubtful: Array.from({ length: 25 }, (_, location) => index % 4 === 3 && location === 0),
  severe: (index % 100) / 100,
  loss: undefined,
  warnings: index % 3,
  failure: index === 7 ? 'SERIES_EMPTY' : undefined,
});

const chromium = chromiumPath();

if (chromium === undefined) it('the report in Chromium (not installed here: apt-get install chromium)');
else
  describe('the report in Chromium', function () {
    this.timeout(120_000);
    let browser: Browser;
    let served: ServedFolder;

    before(async () => {
      const folder = await keptFolder();
      await mkdir(join(folder, 'report', 'studies'), { recursive: true });
      const study = sampleStudy();
      await writeFile(join(folder, 'report', 'studies', 'sample.html'), await studyPage(study, { boxMm: 50 }));
      const bases = { 0: NOT_SEEN, 1: DOUBTFUL } as const;
      const grades = study.grades.map((grade, index) => ({
        ...grade,
        truth: undefined,
        basis: bases[Math.floor(index / 5) as 0 | 1],
      }));
      const unseen = await studyPage({ ...study, grades }, { boxMm: 50 });
      await writeFile(join(folder, 'report', 'studies', 'unseen.html'), unseen);
      const studies = Array.from({ length: STUDIES }, (_, index) => indexed(index));
      await writeFile(join(folder, 'report', 'index.html'), indexPage(studies, study.run));
      const many = Array.from({ length: MANY }, (_, index) => ({
        ...indexed(index),
        ...(index === 3 && { grades: [], doubtful: [], severe: undefined }),
        ...(index === 4 && { label: '<i>4 & "5"' }),
        ...(index === 5 && {
          grades: Array.from({ length: 25 }, (_, at) => (at < 20 ? ('not seen' as const) : undefined)),
        }),
      }));
      await mkdir(join(folder, 'report', 'many'), { recursive: true });
      await writeFile(join(folder, 'report', 'many', 'index.html'), indexPage(many, study.run));
      served = await serveFolder({ folder, port: 0, start: '/report/' });
      browser = await launchChromium(chromium);
    });
    after(async () => {
      await browser?.close();
      await served?.close();
    });

    /** A page on which any complaint of the browser, and any request to elsewhere, fails the test. */
    const opened = async (
      path: string,
      use: (page: Page) => Promise<void>,
      options: BrowserContextOptions = {},
    ): Promise<void> => {
      const context = await browser.newContext(options);
      const complaints: string[] = [];
      try {
        const page = await context.newPage();
        page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
        page.on('pageerror', (error) => complaints.push(error.message));
        page.on('request', (request) => {
          if (!request.url().startsWith('data:') && !request.url().startsWith(served.url))
            complaints.push(request.url());
        });
        await page.goto(new URL(path, served.url).href);
        await use(page);
      } finally {
        await context.close();
      }
      expect(complaints).to.deep.equal([]);
    };

    const shownIn = (page: Page, panel: string) =>
      page.locator(`#panel-${panel} .slice:visible`).getAttribute('data-where');
    const focused = (page: Page) => page.evaluate('document.activeElement.textContent');

    describe('a study', () => {
      const PATH = 'studies/sample.html';

      it('shows one slice a panel, all pictures decoded, at the level that is most likely severe', () =>
        opened(PATH, async (page) => {
          expect(await page.locator('.slice:visible').count()).to.equal(3);
          expect(
            await page.evaluate('[...document.images].every((image) => image.complete && image.naturalWidth > 0)'),
          ).to.equal(true);
          expect(await page.locator('#panel-subarticular [aria-pressed=true]').textContent()).to.equal('L5/S1');
          expect(await page.locator('#panel-foraminal [aria-pressed=true]').textContent()).to.equal('right');
          expect(await shownIn(page, 'spinal')).to.equal('instance 8, slice 3 of 5');
        }));

      it('steps through the slices of the panel in use with the arrow keys, and stops at the ends', () =>
        opened(PATH, async (page) => {
          await page.keyboard.press('ArrowRight');
          expect(await shownIn(page, 'spinal')).to.equal('instance 9, slice 4 of 5');
          for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowLeft');
          expect(await shownIn(page, 'spinal')).to.equal('instance 6, slice 1 of 5');
          await page.locator('#panel-foraminal').focus();
          await page.keyboard.press('ArrowRight');
          expect(await shownIn(page, 'foraminal')).to.equal('instance 3, slice 3 of 3');
          expect(await shownIn(page, 'spinal')).to.equal('instance 6, slice 1 of 5');
          expect(await page.locator('#said').textContent()).to.equal('Sagittal T1, L5/S1, instance 3, slice 3 of 3');
        }));

      it('slides with the mouse, and tells its place to readers of the screen', () =>
        opened(PATH, async (page) => {
          const range = page.locator('#panel-spinal input[type=range]');
          await range.fill('0');
          expect(await shownIn(page, 'spinal')).to.equal('instance 6, slice 1 of 5');
          expect(await range.getAttribute('aria-valuetext')).to.equal('instance 6, slice 1 of 5');
        }));

      it('chooses level and side by keys, tabs and grades, for all panels together', () =>
        opened(PATH, async (page) => {
          const chosen = () => page.locator('.tabs button[aria-pressed=true]').allTextContents();
          await page.keyboard.press('2');
          await page.keyboard.press('s');
          expect(await chosen()).to.deep.equal(['left', 'L2/L3']);
          await page.locator('#panel-subarticular').focus();
          await page.keyboard.press('ArrowDown');
          expect(await chosen()).to.deep.equal(['left', 'L3/L4']);
          await page.locator('#panel-foraminal button', { hasText: 'right' }).click();
          expect(await chosen()).to.deep.equal(['right', 'L3/L4']);
          await page.locator('.grade[data-family=subarticular][data-level=l1_l2][data-side=left]').click();
          expect(await chosen()).to.deep.equal(['left', 'L1/L2']);
          expect(await page.locator('.panel.active').getAttribute('id')).to.equal('panel-subarticular');
          expect(await page.locator('.defs .point.sel').count()).to.equal(3 + 2);
        }));

      it('lays the heatmaps over the slices and takes the marks away, by key and by mouse', () =>
        opened(PATH, async (page) => {
          const seen = (name: string) =>
            page.locator(`#panel-spinal .current .current .${name}`).evaluate((use) => use.checkVisibility());
          expect([await seen('heat'), await seen('marks')]).to.deep.equal([false, true]);
          await page.keyboard.press('o');
          await page.keyboard.press('m');
          expect([await seen('heat'), await seen('marks')]).to.deep.equal([true, false]);
          await page.locator('#toggle-heat').click();
          expect(await seen('heat')).to.equal(false);
        }));

      /** Mean grey of the screen in the middle of a panel's picture. */
      const greyIn = async (page: Page, panel: string): Promise<number> => {
        const picture = await page.locator(`#panel-${panel} .slice:visible .frame`).screenshot();
        const { channels } = await sharp(picture).greyscale().stats();
        return channels[0]?.mean ?? 0;
      };
      const windowIn = (page: Page, panel: string) => page.locator(`#panel-${panel} .window`).textContent();
      const dragged = async (page: Page, panel: string, right: number, down: number): Promise<void> => {
        const box = (await page.locator(`#panel-${panel} .slice:visible .frame`).boundingBox())!;
        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
        await page.mouse.move(x, y);
        await page.mouse.down();
        await page.mouse.move(x + right * box.width, y + down * box.height, { steps: 3 });
        await page.mouse.up();
      };

      it('changes window level and width by dragging, of the panel under the pointer alone, and resets it', () =>
        opened(PATH, async (page) => {
          await page.keyboard.press('m');
          const [before, other, asStored] = [
            await greyIn(page, 'spinal'),
            await greyIn(page, 'foraminal'),
            await windowIn(page, 'spinal'),
          ];
          expect(asStored).to.match(/^level \d+, width \d+$/);
          await dragged(page, 'spinal', 0, 0.25); // a higher level is darker
          expect(await greyIn(page, 'spinal')).to.be.below(before - 20);
          expect(await greyIn(page, 'foraminal')).to.be.closeTo(other, 1);
          expect(await page.locator('#said').textContent()).to.match(/^Window level \d+, width \d+$/);
          await dragged(page, 'spinal', 0, -0.45);
          expect(await greyIn(page, 'spinal')).to.be.above(before + 20);
          await page.locator('#panel-spinal .slice:visible .frame').dblclick();
          expect(await windowIn(page, 'spinal')).to.equal(asStored);
          expect(await greyIn(page, 'spinal')).to.be.closeTo(before, 1);
        }));

      it('changes the window by keys, and keeps the slice', () =>
        opened(PATH, async (page) => {
          const [slice, asStored] = [await shownIn(page, 'spinal'), await windowIn(page, 'spinal')];
          const widthOf = (text: string | null) => Number(/width (\d+)/.exec(text ?? '')?.[1]);
          await page.keyboard.press('Shift+ArrowLeft');
          await page.keyboard.press('Shift+ArrowDown');
          expect(widthOf(await windowIn(page, 'spinal'))).to.be.below(widthOf(asStored));
          expect(await shownIn(page, 'spinal')).to.equal(slice);
          await page.keyboard.press('r');
          expect(await windowIn(page, 'spinal')).to.equal(asStored);
        }));

      it('leaves a touch to scrolling unless it is asked to change the window', () =>
        opened(
          PATH,
          async (page) => {
            const asStored = await windowIn(page, 'spinal');
            const touch = () => page.evaluate(TOUCH_DRAG);
            await touch();
            expect(await windowIn(page, 'spinal')).to.equal(asStored);
            await page.locator('#toggle-window').tap();
            await touch();
            expect(await windowIn(page, 'spinal')).to.not.equal(asStored);
          },
          { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } },
        ));

      it('shows where the focus is', () =>
        opened(PATH, async (page) => {
          for (let i = 0; i < 4; i++) {
            await page.keyboard.press('Tab');
            expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).to.equal('solid');
          }
        }));

      it('shows all slices, the grades and, on demand, the heatmaps without JavaScript', () =>
        opened(
          PATH,
          async (page) => {
            expect(await page.locator('.slice:visible').count()).to.equal(26);
            expect(await page.locator('.grade:visible').count()).to.equal(25);
            expect(await page.locator('.slider:visible, .tabs:visible, .keys:visible').count()).to.equal(0);
            expect(await page.locator('.heat:visible').count()).to.equal(0);
            await page.locator('#toggle-heat').click();
            expect(await page.locator('.heat:visible').count()).to.equal(26);
          },
          { javaScriptEnabled: false },
        ));

      it('prints one slice of every view, and none of the controls', () =>
        opened(PATH, async (page) => {
          await page.keyboard.press('ArrowRight');
          await page.emulateMedia({ media: 'print' });
          expect(await page.locator('.slice:visible').count()).to.equal(8);
          expect(await page.locator('button:visible, input:visible').count()).to.equal(0);
        }));

      it('is light or dark as the reader has it', async () => {
        const background = (scheme: 'light' | 'dark') =>
          new Promise<string>((resolve, reject) => {
            const use = async (page: Page) =>
              resolve(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
            opened(PATH, use, { colorScheme: scheme }).catch(reject);
          });
        expect(await background('light')).to.equal('rgb(244, 246, 248)');
        expect(await background('dark')).to.equal('rgb(14, 17, 20)');
      });

      it('tells grades that were not seen from others by words that can be read, light and dark', async () => {
        for (const colorScheme of ['light', 'dark'] as const)
          await opened(
            'studies/unseen.html',
            async (page) => {
              const unseen = page.locator('.grade.unseen');
              expect(await unseen.count()).to.equal(5);
              expect(await unseen.first().innerText()).to.match(/^not seen\s+axial too far$/);
              expect(await unseen.locator('.bar').count()).to.equal(0);
              expect(await page.locator('.grade.remarked .remark:visible').allInnerTexts()).to.deep.equal(
                new Array(5).fill('doubtful'),
              );
              const contrast = await page.evaluate(CONTRAST_OF_UNSEEN);
              expect(contrast).to.be.above(READABLE);
            },
            { colorScheme },
          );
      });

      it('fits a laptop and a telephone without scrolling sideways', async () => {
        for (const viewport of [
          { width: 1366, height: 768 },
          { width: 390, height: 844 },
        ])
          await opened(
            PATH,
            async (page) => {
              expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(viewport.width);
            },
            { viewport },
          );
      });
    });

    describe('the index', () => {
      const rows = (page: Page) => page.locator('tbody tr:visible');

      it('lists 500 studies and filters them by text and by state', () =>
        opened('', async (page) => {
          expect(await rows(page).count()).to.equal(STUDIES);
          await page.keyboard.press('/');
          await page.keyboard.type('study 49');
          expect(await page.locator('#shown').textContent()).to.equal('11 of 500 shown'); // 49 and 490 to 499
          await page.keyboard.press('Escape');
          await page.locator('#only').selectOption('failed');
          expect(await rows(page).count()).to.equal(1);
          expect(await rows(page).textContent()).to.include('SERIES_EMPTY');
          await page.locator('#only').selectOption('unsure');
          expect(await rows(page).count()).to.equal(125);
          await page.locator('#only').selectOption('severe');
          expect(await rows(page).count()).to.equal(25);
        }));

      it('sorts both ways, and back', () =>
        opened('', async (page) => {
          const first = () => page.locator('tbody th').first().textContent();
          const button = page.locator('thead button', { hasText: 'Most severe' });
          await button.click();
          expect(await first()).to.equal('study 99');
          expect(await page.locator('th[aria-sort=descending]').textContent()).to.equal('Most severe');
          await button.click();
          expect(await first()).to.equal('study 0');
        }));

      it('goes from study to study with the arrow keys and opens one with Enter', () =>
        opened('', async (page) => {
          await page.keyboard.press('ArrowDown');
          await page.keyboard.press('ArrowDown');
          expect(await focused(page)).to.equal('study 1');
          await page.keyboard.press('Enter');
          await page.waitForURL(/sample\.html$/);
          expect(await page.title()).to.equal('Study a1b2c3 - spinestream');
        }));

      it('of 20,000 studies opens at once, shows 500 at a time, and finds and sorts all of them', () =>
        opened('many/', async (page) => {
          expect(await rows(page).count()).to.equal(STUDIES);
          const client = await page.context().newCDPSession(page);
          await client.send('Performance.enable', { timeDomain: 'threadTicks' });
          await page.reload();
          const { metrics } = await client.send('Performance.getMetrics');
          const seconds = metrics.find(({ name }) => name === 'TaskDuration')?.value;
          expect(seconds).to.be.above(0).and.below(OPENS_WITHIN_S);
          expect(await page.locator('#range').textContent()).to.equal('1 to 500 of 20000');
          await page.locator('#later').click();
          expect(await page.locator('tbody th').first().textContent()).to.equal('study 500');
          await page.locator('#earlier').click();
          expect(await page.locator('#earlier').isDisabled()).to.equal(true);
          await page.locator('#find').fill('study 19999');
          expect(await page.locator('#shown').textContent()).to.equal('1 of 20000 found');
          expect(await rows(page).count()).to.equal(1);
          await page.locator('#find').fill('');
          await page.locator('thead button', { hasText: 'Most severe' }).click();
          expect(await page.locator('tbody th').first().textContent()).to.equal('study 99');
          expect(await page.locator('#range').textContent()).to.equal('1 to 500 of 20000');
        }));

      it('makes rows by script as it does without', async () => {
        const found: unknown[] = [];
        for (const javaScriptEnabled of [true, false])
          await opened('many/', async (page) => void found.push(await page.locator('tbody').innerHTML()), {
            javaScriptEnabled,
          });
        expect(found[0]).to.equal(found[1]);
      });

      it('lists all studies without JavaScript', () =>
        opened(
          '',
          async (page) => {
            expect(await rows(page).count()).to.equal(STUDIES);
            expect(await page.locator('.tools:visible').count()).to.equal(0);
          },
          { javaScriptEnabled: false },
        ));
    });
  });
