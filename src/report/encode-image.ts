/** Loaded for the first picture, so that importing the package stays fast. */
const loadSharp = async () => (await import('sharp')).default;

/** An 8-bit grey image and its aspect ratio in the patient. */
export interface GreyImage {
  readonly rows: number;
  readonly columns: number;
  readonly greys: Uint8ClampedArray;
  readonly widthMm: number;
  readonly heightMm: number;
}

interface Quality {
  readonly sidePx: number;
  readonly jpeg: number;
}

/** From the best quality to one that always fits. */
const QUALITIES: readonly Quality[] = [
  { sidePx: 448, jpeg: 78 },
  { sidePx: 384, jpeg: 70 },
  { sidePx: 320, jpeg: 60 },
  { sidePx: 256, jpeg: 50 },
  { sidePx: 160, jpeg: 40 },
];

const dataUri = (type: string, bytes: Buffer): string => `data:image/${type};base64,${bytes.toString('base64')}`;

/** Size of the picture: square pixels, no more than the slice has along its longer side. */
const sizeOf = ({ rows, columns, widthMm, heightMm }: GreyImage, sidePx: number) => {
  const longerPx = Math.min(sidePx, Math.max(rows, columns));
  const scale = longerPx / Math.max(widthMm, heightMm);
  return {
    width: Math.max(1, Math.round(widthMm * scale)),
    height: Math.max(1, Math.round(heightMm * scale)),
  };
};

const jpegUri = async (image: GreyImage, { sidePx, jpeg }: Quality): Promise<string> => {
  const { width, height } = sizeOf(image, sidePx);
  const bytes = await (await loadSharp())(image.greys, {
    raw: { width: image.columns, height: image.rows, channels: 1 },
  })
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .jpeg({ quality: jpeg })
    .toBuffer();
  return dataUri('jpeg', bytes);
};

const lengthOf = (pictures: readonly string[]): number => pictures.reduce((sum, { length }) => sum + length, 0);

/** Sampling interval for estimating the total size. */
const PROBE = 6;

/** Estimated size of all pictures at a quality, from a sample. */
const expectedLength = async (images: readonly GreyImage[], quality: Quality): Promise<number> => {
  const probes = images.filter((_, index) => index % PROBE === 0);
  const length = lengthOf(await Promise.all(probes.map((image) => jpegUri(image, quality))));
  return (length / probes.length) * images.length;
};

/**
 * Encodes pictures as data URIs, in order, within `maxCharacters` in total if any quality allows it: 448 px and a good JPEG if that fits, otherwise
 * smaller and coarser.
 */
export const picturesWithin = async (
  images: readonly GreyImage[],
  maxCharacters: number,
): Promise<readonly string[]> => {
  let pictures: readonly string[] = [];
  for (const quality of QUALITIES) {
    const last = quality === QUALITIES.at(-1);
    if (!last && (await expectedLength(images, quality)) > maxCharacters) continue;
    pictures = await Promise.all(images.map((image) => jpegUri(image, quality)));
    if (lengthOf(pictures) <= maxCharacters) break;
  }
  return pictures;
};

/** Encodes a small picture with transparency, [rows, columns, red green blue alpha], as a data URI. */
export const overlayPicture = async (
  rgba: Uint8Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Promise<string> => {
  const bytes = await (await loadSharp())(rgba, { raw: { width: columns, height: rows, channels: 4 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return dataUri('png', bytes);
};

/** Row by row: red, green and blue, one byte each. */
export interface RgbPicture {
  readonly rows: number;
  readonly columns: number;
  readonly rgb: Uint8Array;
}

/** Size of a picture, a black panel below it, and an SVG overlay over both. */
export interface Layout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly panelPx: number;
  readonly overlay: string;
}

/** Renders a grey image with overlays and a text panel below it. */
export const rgbPicture = async (image: GreyImage, layout: Layout): Promise<RgbPicture> => {
  const { widthPx, heightPx, panelPx, overlay } = layout;
  const sharp = await loadSharp();
  const raw = { width: image.columns, height: image.rows, channels: 1 } as const;
  const grey = await sharp(image.greys, { raw })
    .resize(widthPx, heightPx, { fit: 'fill', kernel: 'cubic' })
    .toColourspace('srgb')
    .extend({ bottom: panelPx, background: 'black' })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const rgb = await sharp(grey)
    .composite([{ input: Buffer.from(overlay) }])
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();
  return { rows: heightPx + panelPx, columns: widthPx, rgb: new Uint8Array(rgb) };
};
