import { expect } from 'chai';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** Opens pages of a dashboard; `complaints` collects messages of the console, errors and requests to other places. */
export const dashboardPages = () => {
  const complaints: string[] = [];
  const open = async (browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && !request.url().startsWith(url)) complaints.push(request.url());
    });
    await page.goto(url);
    return page;
  };
  return { open, complaints };
};

export const textOf = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

const BACKGROUNDS = { light: 'rgb(244, 246, 248)', dark: 'rgb(14, 17, 20)' } as const;
const SIZES = [
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
];

/** Checks that a page follows the reader's colour scheme and fits a laptop and a telephone. */
export const checkSchemesAndSizes = async (opened: (options: BrowserContextOptions) => Promise<Page>) => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const viewport of SIZES) {
      const page = await opened({ colorScheme, viewport });
      const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(background).to.equal(BACKGROUNDS[colorScheme]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).to.be.at.most(viewport.width);
      await page.context().close();
    }
};
