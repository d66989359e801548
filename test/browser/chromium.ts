import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where Chromium is installed on this machine; `CHROMIUM` may say. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM ?? '', ...NAMES.map((name) => `/usr/bin/${name}`)].find(
    (path) => path !== '' && existsSync(path),
  );

/** A headless browser. Its sandbox needs a user namespace, which root in a container has not. */
export const launchChromium = async (executablePath: string): Promise<Browser> => {
  const { chromium } = await import('playwright-core');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
};
