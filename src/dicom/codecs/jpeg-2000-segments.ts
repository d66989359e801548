import type { StreamHeader } from './check-stream.ts';
import { BrokenStream } from './codec.ts';

const SOC = 0xff4f;
const SIZ = 0xff51;
const SOT = 0xff90;
const EOC = 0xffd9;
/** Bytes from the SIZ marker to the end of its first component. */
const SIZ_BYTES = 43;
/** Tile limit: a decoder allocates kilobytes per tile before reading it. Grey pictures have one tile, or some dozens if they are huge. */
const MAX_TILES = 1024;

/** Walks the tile-parts: each declares its length, and together they fill the stream up to its end marker. */
const checkTileParts = (view: DataView, first: number): void => {
  let at = first;
  while (at + 2 <= view.byteLength && view.getUint16(at) === SOT) {
    if (at + 12 > view.byteLength) throw new BrokenStream('its codestream ends early');
    const length = view.getUint32(at + 6);
    if (length === 0) {
      // length 0: the last tile-part, up to the end marker, which only padding may follow
      for (let end = view.byteLength - 2; end > at; end--) if (view.getUint16(end) === EOC) return;
      throw new BrokenStream('its codestream ends early, without an end marker');
    }
    if (length < 14 || at + length > view.byteLength) throw new BrokenStream('its codestream ends early');
    at += length;
  }
  if (at === first) throw new BrokenStream('its codestream holds no tile');
  if (at + 2 <= view.byteLength && view.getUint16(at) !== EOC && view.getUint16(at) !== 0)
    throw new BrokenStream('its tiles do not follow one another');
};

/**
 * Reads the header of a JPEG 2000 stream (ISO 15444-1, annex A), including high-throughput streams.
 * @throws BrokenStream if the stream is invalid, truncated, or has more tiles than a picture needs
 */
export const jpeg2000StreamOf = (frame: Uint8Array): StreamHeader => {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 2 + SIZ_BYTES || view.getUint16(0) !== SOC || view.getUint16(2) !== SIZ)
    throw new BrokenStream('it does not begin as a JPEG 2000 codestream');
  const [right, bottom, left, top, tileWidth, tileHeight, tileLeft, tileTop] = Array.from({ length: 8 }, (_, i) =>
    view.getUint32(8 + 4 * i),
  ) as [number, number, number, number, number, number, number, number];
  const tiles = Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight);
  if (!(tiles >= 1 && tiles <= MAX_TILES))
    throw new BrokenStream(`its codestream has ${tiles} tiles, expected 1 to ${MAX_TILES}`);
  if (view.getUint8(43) !== 1 || view.getUint8(44) !== 1) throw new BrokenStream('its codestream is subsampled');
  const first = firstTilePart(view);
  checkTileParts(view, first);
  return {
    rows: bottom - top,
    columns: right - left,
    components: view.getUint16(40),
    precision: (view.getUint8(42) & 0x7f) + 1,
  };
};

/** Offset at which the main header ends. */
const firstTilePart = (view: DataView): number => {
  let at = 2;
  while (at + 4 <= view.byteLength) {
    const marker = view.getUint16(at);
    if (marker === SOT) return at;
    if (marker < 0xff00) throw new BrokenStream('its markers do not follow one another');
    at += 2 + view.getUint16(at + 2);
  }
  throw new BrokenStream('its codestream ends within its own header');
};
