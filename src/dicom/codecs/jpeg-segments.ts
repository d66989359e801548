import type { StreamHeader } from './check-stream.ts';
import { BrokenStream } from './codec.ts';

/** A marker segment of a JPEG stream (ISO 10918-1, annex B): its second byte, and its parameters without their length. */
interface JpegSegment {
  readonly marker: number;
  readonly data: Uint8Array;
}

/** A single-scan stream, as in DICOM's grey images. */
export interface JpegStream extends StreamHeader {
  /** Second byte of the start-of-frame marker: the coding process. */
  readonly process: number;
  /** Predictor of a lossless process, else the first coefficient. */
  readonly selection: number;
  readonly pointTransform: number;
  readonly restartInterval: number;
  /** All segments before the scan. */
  readonly segments: readonly JpegSegment[];
  /** Offset of the coded values, and of the end marker after them. */
  readonly scanStart: number;
  readonly scanEnd: number;
}

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DHT = 0xc4;
const DAC = 0xcc;
const JPG = 0xc8;
const DRI = 0xdd;
/** Start of frame of JPEG-LS. */
const SOF55 = 0xf7;

const isStartOfFrame = (marker: number): boolean =>
  marker === SOF55 || (marker >= 0xc0 && marker <= 0xcf && marker !== DHT && marker !== DAC && marker !== JPG);

const uint16 = (data: Uint8Array, at: number): number => (data[at]! << 8) | data[at + 1]!;

/** Reads the segment at `at`. Any number of fill bytes may precede a marker. */
const segmentAt = (frame: Uint8Array, at: number): { readonly segment: JpegSegment; readonly end: number } => {
  let place = at;
  if (frame[place] !== 0xff) throw new BrokenStream('its markers do not follow one another');
  while (frame[place] === 0xff) place++;
  const marker = frame[place++] ?? 0;
  const end = place + (place + 2 <= frame.length ? uint16(frame, place) : 2);
  if (end < place + 2 || end > frame.length || place + 2 > frame.length)
    throw new BrokenStream('its codestream ends within its own header');
  return { segment: { marker, data: frame.subarray(place + 2, end) }, end };
};

const headerOf = (frame: JpegSegment, scan: JpegSegment) => {
  if (frame.data.length < 6 || scan.data.length < 4)
    throw new BrokenStream('its codestream ends within its own header');
  const components = frame.data[5]!;
  const scanned = scan.data[0]!;
  if (frame.data.length !== 6 + 3 * components || scan.data.length !== 4 + 2 * scanned)
    throw new BrokenStream('a marker of its codestream has a wrong length');
  if (scanned !== components) throw new BrokenStream('its components lie in several scans');
  return {
    process: frame.marker,
    precision: frame.data[0]!,
    rows: uint16(frame.data, 1),
    columns: uint16(frame.data, 3),
    components,
    selection: scan.data.at(-3)!,
    pointTransform: scan.data.at(-1)! & 15,
  };
};

/** Offset of the end marker; coded values cannot contain it. */
const endOfScan = (frame: Uint8Array, from: number): number => {
  for (let at = frame.indexOf(0xff, from); at >= 0; at = frame.indexOf(0xff, at + 1)) {
    if (frame[at + 1] === EOI) return at;
  }
  throw new BrokenStream('its codestream ends early, without an end marker');
};

/**
 * Reads the header of a JPEG or JPEG-LS stream, without its values.
 * @throws BrokenStream if the stream is invalid or truncated
 */
export const jpegStreamOf = (frame: Uint8Array): JpegStream => {
  if (frame[0] !== 0xff || frame[1] !== SOI) throw new BrokenStream('it does not begin as a JPEG codestream');
  const segments: JpegSegment[] = [];
  let at = 2;
  for (;;) {
    const { segment, end } = segmentAt(frame, at);
    at = end;
    segments.push(segment);
    if (segment.marker === SOS) break;
    if (segment.marker === EOI || segment.marker === SOI) throw new BrokenStream('its codestream holds no scan');
  }
  const frames = segments.filter(({ marker }) => isStartOfFrame(marker));
  if (frames.length !== 1) throw new BrokenStream(`its codestream has ${frames.length} frame headers, expected 1`);
  const restart = segments.findLast(({ marker }) => marker === DRI);
  return {
    ...headerOf(frames[0]!, segments.at(-1)!),
    restartInterval: restart === undefined || restart.data.length < 2 ? 0 : uint16(restart.data, 0),
    segments,
    scanStart: at,
    scanEnd: endOfScan(frame, at),
  };
};

/** The frame up to its end marker; anything after it is padding. */
export const withoutPadding = (frame: Uint8Array, { scanEnd }: JpegStream): Uint8Array =>
  frame.subarray(0, scanEnd + 2);
