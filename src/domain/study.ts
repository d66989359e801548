import type { IndexedSlice } from './indexed.ts';
import type { Site } from './site.ts';
import type { SizePx, Turn } from './turn.ts';
import type { Vec3 } from './vec3.ts';
import type { SeriesKind } from './vocabulary.ts';

export type { Vec3 };

/**
 * One slice of a series: a file, or a frame of a multi-frame file. `instanceNumber` is its number in tables and labels, unique in its series: the
 * number in the file's name if names are `<n>.dcm`, else InstanceNumber, else its position in the stack from 1.
 */
export interface SliceFile {
  /** Name in messages: `12.dcm` if its file is named so, else `instance 12`. Never another file name, which may be a patient's. */
  readonly name: string;
  readonly path: string;
  readonly instanceNumber: number;
  /** Frame of a multi-frame file, from 1; absent for a single-image file. */
  readonly frame?: number | undefined;
  /** Conversion to standard orientation and values; absent: the slice is used as stored. */
  readonly canonical?: Canonical | undefined;
}

/** Conversion of a stored slice, so that the same anatomy gives the same pixels however it was stored. */
export interface Canonical {
  readonly turn: Turn;
  /** Size of the image as stored. */
  readonly stored: SizePx;
  /** Whether to apply RescaleSlope and RescaleIntercept: if they differ within a series or move zero. */
  readonly rescale: boolean;
}

/** A series from a source: names and folders, and headers if already read; never pixels. */
export interface SeriesRef {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly folder: string;
  /** Slices, if the source found them by their headers; absent if a table described the series, which then has all `.dcm` files of the folder. */
  readonly slices?: readonly IndexedSlice[] | undefined;
}

/** A study before any of it is read. Series are in the order of the descriptions file. */
export interface StudyRef {
  readonly id: string;
  readonly series: readonly SeriesRef[];
}

/**
 * Position and orientation of a slice. Pixel (0, 0) is the centre of the upper left pixel, at `positionMm`. One column to the right adds `xSpacingMm
 * * rowDirection`, one row down `ySpacingMm * columnDirection`. (DICOM's PixelSpacing is [ySpacingMm, xSpacingMm]; ImageOrientationPatient is
 * [rowDirection, columnDirection].)
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

/** Pixel values of a slice, row-major, [rows, columns]: as stored, or float32 if rescaled. */
export type StoredPixels = Readonly<Int16Array | Uint16Array | Int8Array | Uint8Array | Float32Array>;

/** A decoded slice with its geometry. */
export interface Slice {
  readonly geometry: SliceGeometry;
  readonly pixels: StoredPixels;
}

/** An unexpected condition that did not stop the study. Warnings that differ only in site or slice share a cause. */
export interface Warning {
  /** Stable, upper snake case, e.g. `SERIES_SUBSTITUTED`. */
  readonly code: string;
  /** Fact, consequence and remedy, without site or slice. */
  readonly message: string;
  readonly seriesId?: string | undefined;
  readonly site?: Site | undefined;
  /** File name of the slice concerned. */
  readonly slice?: string | undefined;
}
