import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { Vec3 } from '../domain/vec3.ts';
import { parseHeader } from './parse-header.ts';

/**
 * How a slice was taken, as far as its header says: what the kind of a series is told by. What the file lacks is undefined.
 * The two texts are free ones, into which people type anything: they are looked at and never passed on, neither to messages nor to files.
 */
export interface Acquisition {
  readonly seriesUid: string | undefined;
  readonly seriesNumber: number | undefined;
  readonly instanceNumber: number | undefined;
  readonly modality: string | undefined;
  /** In upper case; empty where the file does not say. */
  readonly imageType: readonly string[];
  readonly seriesDescription: string | undefined;
  readonly protocolName: string | undefined;
  /** SE, IR, GR, EP, RM; empty where the file does not say. */
  readonly scanningSequence: readonly string[];
  readonly repetitionMs: number | undefined;
  readonly echoMs: number | undefined;
  readonly inversionMs: number | undefined;
  /** The way along a row, from column to column. */
  readonly rowDirection: Vec3 | undefined;
  /** The way down a column, from row to row. */
  readonly columnDirection: Vec3 | undefined;
}

/** What a header says of how its slice was taken. */
export const acquisitionOf = (header: SliceHeader): Acquisition => ({
  seriesUid: header.seriesUid,
  seriesNumber: header.seriesNumber,
  instanceNumber: header.instanceNumber,
  modality: header.modality,
  imageType: header.imageType ?? [],
  seriesDescription: header.seriesDescription,
  protocolName: header.protocolName,
  scanningSequence: header.scanningSequence ?? [],
  repetitionMs: header.repetitionMs,
  echoMs: header.echoMs,
  inversionMs: header.inversionMs,
  rowDirection: header.rowDirection,
  columnDirection: header.columnDirection,
});

/** Out of a whole file, or of a beginning of it that reaches the pixel data. @throws as `parseHeader` does */
export const parseAcquisition = (bytes: Uint8Array, where: Where = {}): Acquisition =>
  acquisitionOf(parseHeader(bytes, where));
