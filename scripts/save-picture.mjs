import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { chromiumPath, launchChromium } from '../test/browser/chromium.ts';

/** Debian's chromium; ends the script with 2 where there is none. */
export const openedChromium = () => {
  const chromium = chromiumPath();
  if (chromium !== undefined) return launchChromium(chromium);
  console.error('no Chromium here: apt-get install chromium, or set CHROMIUM to the path of one');
  process.exit(2);
};

/** Where pictures of the docs are. */
export const INTO = fileURLToPath(new URL('../docs/pictures', import.meta.url));
const MAX_BYTES = 300_000;

/** PNG of at most 128 colours, narrower where it would be too large. */
export const savePicture = async (png, name) => {
  for (const width of [1280, 1100, 960, 800, 640]) {
    const image = sharp(png).resize({ width, withoutEnlargement: true });
    const { data, info } = await image
      .png({ palette: true, colours: 128, effort: 8 })
      .toBuffer({ resolveWithObject: true });
    if (data.length > MAX_BYTES) continue;
    await writeFile(join(INTO, `${name}.png`), data);
    console.log(`docs/pictures/${name}.png: ${info.width} x ${info.height} px, ${Math.round(data.length / 1000)} kB`);
    return;
  }
  throw new Error(`${name}: over ${MAX_BYTES} bytes at any width`);
};
