import type { IndexedSlice } from './indexed.ts';
import type { Site } from './site.ts';
import type { SizePx, Turn } from './turn.ts';
import type { Vec3 } from './vec3.ts';
import type { SeriesKind } from './vocabulary.ts';

export type { Vec3 };

/**
 * One slice of a series: a file, or a frame of a multi-frame file. `instanceNumber` is what tables and labels call it, unique in its series:
 * the number in the file's name where names are `<n>.dcm`, else InstanceNumber, else its position in the stack from 1.
 */
export interface SliceFile {
  /** What messages call it: `12.dcm` where its file is called so, else `instance 12`. Never another name of a file, which may be a patient's. */
  readonly name: string;
  readonly path: string;
  readonly instanceNumber: number;
  /** Which frame of a multi-frame file, from 1; absent for a file with one image. */
  readonly frame?: number | undefined;
  /** How the slice is brought to standard orientation and values; absent: it is taken as it is stored. */
  readonly canonical?: Canonical | undefined;
}

/** What is done to a stored slice so that the same anatomy gives the same pixels however it was stored. */
export interface Canonical {
  readonly turn: Turn;
  /** Of the image as it is stored. */
  readonly stored: SizePx;
  /** Whether RescaleSlope and RescaleIntercept are applied; they are where they differ within a series or move zero. */
  readonly rescale: boolean;
}

/** What a source hands out: names and folders, and headers where it has read them; never pixels. */
export interface SeriesRef {
  readonly id: string;
  readonly kind: SeriesKind;
  readonly folder: string;
  /** Its slices where the source found them by their headers; absent where a table described the series: then all `.dcm` of the folder. */
  readonly slices?: readonly IndexedSlice[] | undefined;
}

/** A study before anything of it was read. Series are in the order of the descriptions file. */
export interface StudyRef {
  readonly id: string;
  readonly series: readonly SeriesRef[];
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

/** Pixel values of a slice, row-major, [rows, columns]: as stored, or float32 where they were rescaled. */
export type StoredPixels = Readonly<Int16Array | Uint16Array | Int8Array | Uint8Array | Float32Array>;

/** A decoded slice: its geometry and the stored values. */
export interface Slice {
  readonly geometry: SliceGeometry;
  readonly pixels: StoredPixels;
}

/** Something unexpected that was noticed and did not stop the study. Warnings that differ only in site or slice share a cause. */
export interface Warning {
  /** Stable, upper snake case, e.g. `SERIES_SUBSTITUTED`. */
  readonly code: string;
  /** What happened, what it means and what to do; names neither site nor slice. */
  readonly message: string;
  readonly seriesId?: string | undefined;
  readonly site?: Site | undefined;
  /** Of a slice that it is about: the name of its file. */
  readonly slice?: string | undefined;
}
