import type { Vec3 } from './vec3.ts';

/**
 * Header of a slice, without pixels; a multi-frame object has one per frame. Missing or invalid values are undefined, never invented. Patient names,
 * birth dates and numbers are not kept. Free texts (descriptions) are read but never passed on to messages or files.
 */
export interface SliceHeader {
  /** Transfer syntax as written in the file; empty if blank, or if a server gave the header without it. */
  readonly transferSyntaxUid: string;

  readonly sopClassUid?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
  /** Frame number from 1 in a multi-frame object; undefined for a single image. */
  readonly frame?: number | undefined;
  readonly studyUid?: string | undefined;
  readonly seriesUid?: string | undefined;
  readonly frameOfReferenceUid?: string | undefined;
  /** A salted hash of PatientID: comparable within this process only. */
  readonly patientKey?: string | undefined;
  /** Salted hashes of the parts of PatientName, in any order. */
  readonly patientName?: readonly string[] | undefined;

  /** StudyDate and StudyTime as `YYYYMMDDHHMMSS.F`, for comparison; undefined without a date. */
  readonly studyStart?: string | undefined;
  /** Date and time of the acquisition, or of the series if missing; for comparison, as above. */
  readonly acquiredAt?: string | undefined;
  readonly seriesNumber?: number | undefined;
  /** Undefined in a multi-frame object, unless it records a frame's number from before its conversion. */
  readonly instanceNumber?: number | undefined;
  readonly modality?: string | undefined;
  /** In upper case; empty if missing. FrameType in a multi-frame object. */
  readonly imageType?: readonly string[] | undefined;
  readonly studyDescription?: string | undefined;
  readonly seriesDescription?: string | undefined;
  readonly protocolName?: string | undefined;
  readonly bodyPart?: string | undefined;

  /** SE, IR, GR, EP, RM; empty if missing. Translated from the words of multi-frame objects. */
  readonly scanningSequence?: readonly string[] | undefined;
  readonly repetitionMs?: number | undefined;
  readonly echoMs?: number | undefined;
  readonly inversionMs?: number | undefined;
  readonly diffusionBValue?: number | undefined;
  readonly temporalPosition?: number | undefined;
  /** Whether a contrast agent was given, but not which. */
  readonly contrastAgent?: boolean | undefined;
  /** Stack within a multi-frame object. */
  readonly stackId?: string | undefined;

  /** Positive. */
  readonly rows?: number | undefined;
  /** Positive. */
  readonly columns?: number | undefined;
  /** `xSpacingMm` between neighbouring columns (DICOM's second value), `ySpacingMm` between neighbouring rows. */
  readonly pixelSpacingMm?: { readonly xSpacingMm: number; readonly ySpacingMm: number } | undefined;
  /** Centre of the upper left pixel. */
  readonly positionMm?: Vec3 | undefined;
  /** Direction along a row, from column to column. */
  readonly rowDirection?: Vec3 | undefined;
  /** Direction down a column, from row to row. */
  readonly columnDirection?: Vec3 | undefined;
  readonly spacingBetweenSlicesMm?: number | undefined;
  readonly sliceThicknessMm?: number | undefined;

  readonly bitsAllocated?: number | undefined;
  readonly bitsStored?: number | undefined;
  readonly highBit?: number | undefined;
  /** 0 unsigned, 1 two's complement. */
  readonly pixelRepresentation?: number | undefined;
  readonly samplesPerPixel?: number | undefined;
  readonly numberOfFrames?: number | undefined;
  /** Of an object stored in several parts. */
  readonly concatenation?: ConcatenationPart | undefined;
  readonly photometricInterpretation?: string | undefined;
  /** Whether the header states that text was burned into the pixels. */
  readonly hasBurnedInText?: boolean | undefined;
  /** Whether the header states that the pixels were compressed with losses, now or earlier. */
  readonly wasLossy?: boolean | undefined;
  readonly rescaleSlope?: number | undefined;
  readonly rescaleIntercept?: number | undefined;
  /** Stored values from `paddingValue` to `paddingLimit` (equal if there is no limit) are padding. */
  readonly paddingValue?: number | undefined;
  readonly paddingLimit?: number | undefined;

  /** Location of the whole object's pixels; undefined if a server gave the header and the file must be read. */
  readonly pixelData?: PixelDataPlace | undefined;
}

/** Part of a multi-frame object that was split over several files. */
export interface ConcatenationPart {
  readonly uid: string;
  /** From 1. */
  readonly part: number;
  /** Number of parts, if stated. */
  readonly parts: number | undefined;
}

/** Offset of the pixel data's value in its file, or in the inflated data of a deflated file. */
export interface PixelDataPlace {
  readonly offset: number;
  /** Declared length; meaningless if `encapsulated`. */
  readonly length: number;
  /** Whether the element has undefined length, with frames in fragments. */
  readonly encapsulated: boolean;
  readonly vr: string;
}
