import type { Place } from './place.ts';
import type { SeriesKind } from './vocabulary.ts';

/**
 * One file of a series. `instanceNumber` is the number in the file's name; only where names are not `<n>.dcm` and nobody described the
 * series, it is the DICOM attribute.
 */
export interface SliceFile {
  readonly name: string;
  readonly path: string;
  readonly instanceNumber: number;
}

/** What a source hands out: names and places, never pixels. */
export interface SeriesRef {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly folder: string;
  /** Its files in order, where the folder holds others too or their names do not tell their order; all of the folder's `.dcm` where not given. */
  readonly files?: readonly SliceFile[] | undefined;
}

/** A study before anything of it was read. Series are in the order of the descriptions file. */
export interface StudyRef {
  readonly id: string;
  readonly series: readonly SeriesRef[];
}

/** A vector or point in the DICOM patient system: x to the patient's left, y to the back, z to the head, in mm. */
export interface Vec3 {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/**
 * Where a slice lies in the patient. Pixel (0, 0) is the centre of the upper left pixel, at `positionMm`.
 * Walking one column to the right moves by `xSpacingMm * rowDirection`, one row down by `ySpacingMm * columnDirection`.
 * (DICOM's PixelSpacing is [ySpacingMm, xSpacingMm]; ImageOrientationPatient is [rowDirection, columnDirection].)
 */
export interface SliceGeometry {
  readonly rows: number;
  readonly columns: number;
  readonly xSpacingMm: number;
  readonly ySpacingMm: number;
  readonly positionMm: Vec3;
  readonly rowDirection: Vec3;
  readonly columnDirection: Vec3;
}

/** Stored pixel values as they are in the file, row-major, [rows, columns]. */
export type StoredPixels = Readonly<Int16Array | Uint16Array | Int8Array | Uint8Array>;

/** A decoded slice: its geometry and the stored values. */
export interface Slice {
  readonly geometry: SliceGeometry;
  readonly pixels: StoredPixels;
}

/** Something odd that was noticed and did not stop the study. */
export interface Warning {
  /** Stable, upper snake case, e.g. `SERIES_SUBSTITUTED`. */
  readonly code: string;
  readonly message: string;
  readonly seriesId?: string | undefined;
  readonly place?: Place | undefined;
}
