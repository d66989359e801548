import type { Tile } from './sample-tiles.ts';

/** A sample on the sheet: rows of tiles below a caption. */
export interface Block {
  readonly caption: string;
  readonly tiles: readonly (readonly Tile[])[];
}

export interface SheetOptions {
  /** Width and height of a tile on the sheet. */
  readonly tilePx: number;
  /** Blocks per row. */
  readonly across: number;
}

/** Loaded with the first image, since it takes a while. */
const sharp = async () => (await import('sharp')).default;

const GAP_PX = 4;
const CAPTION_PX = 20;
const BACKGROUND = { r: 24, g: 24, b: 28 };

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'));

const captionImage = (text: string, widthPx: number): Buffer =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${CAPTION_PX}"><text x="2" y="14" font-family="sans-serif" font-size="12" fill="#eee">${escaped(text)}</text></svg>`,
  );

const tileImage = async ({ rows, columns, rgb }: Tile, sizePx: number): Promise<Buffer> =>
  (await sharp())(rgb, { raw: { width: columns, height: rows, channels: 3 } })
    .resize(sizePx, sizePx, { fit: 'fill' })
    .png()
    .toBuffer();

/** Renders all blocks as one PNG image, row by row. @param blocks  at least one; all with the same number of tiles */
export const contactSheet = async (blocks: readonly Block[], { tilePx, across }: SheetOptions): Promise<Buffer> => {
  const [{ tiles }] = blocks as [Block, ...Block[]];
  const pitchPx = tilePx + GAP_PX;
  const widthPx = Math.max(pitchPx * (tiles[0]?.length ?? 1), 2 * tilePx) + GAP_PX;
  const heightPx = CAPTION_PX + pitchPx * tiles.length + GAP_PX;
  const placed = await Promise.all(
    blocks.flatMap((block, index) => {
      const [left, top] = [(index % across) * widthPx, Math.floor(index / across) * heightPx];
      const pictures = block.tiles.flatMap((row, y) =>
        row.map(async (tile, x) => ({
          input: await tileImage(tile, tilePx),
          left: left + GAP_PX + x * pitchPx,
          top: top + CAPTION_PX + y * pitchPx,
        })),
      );
      return [{ input: captionImage(block.caption, widthPx), left, top }, ...pictures];
    }),
  );
  const size = {
    width: widthPx * Math.min(across, blocks.length),
    height: heightPx * Math.ceil(blocks.length / across),
  };
  return (await sharp())({ create: { ...size, channels: 3, background: BACKGROUND } })
    .composite(placed)
    .png()
    .toBuffer();
};
