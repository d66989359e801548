import type { Vec3 } from './vec3.ts';

/**
 * Everything that is read of a slice without its pixels; a multi-frame object has one a frame. What the file lacks, or holds no valid value
 * for, is undefined: nothing is invented. No name, birth date or patient number is kept. Free texts (descriptions) are read
 * and never passed on, neither to messages nor to files.
 */
export interface SliceHeader {
  /** As the file writes it, empty if it is blank, or if a server gave the header and does not say. */
  readonly transferSyntaxUid: string;

  readonly sopClassUid?: string | undefined;
  readonly sopInstanceUid?: string | undefined;
  /** From 1, in an object of several frames; undefined in one with a single image. */
  readonly frame?: number | undefined;
  readonly studyUid?: string | undefined;
  readonly seriesUid?: string | undefined;
  readonly frameOfReferenceUid?: string | undefined;
  /** A salted hash of PatientID: equal for equal patients in this process, and good for nothing else. */
  readonly patientKey?: string | undefined;
  /** The same of the parts of PatientName, in any order. */
  readonly patientName?: readonly string[] | undefined;

  /** StudyDate and StudyTime as `YYYYMMDDHHMMSS.F`, to compare; undefined where there is no date. */
  readonly studyStart?: string | undefined;
  /** Date and time of the acquisition, or of the series where that is missing; to compare, as above. */
  readonly acquiredAt?: string | undefined;
  readonly seriesNumber?: number | undefined;
  /** Undefined in an object of several frames, unless it says the number that a frame had before it was converted. */
  readonly instanceNumber?: number | undefined;
  readonly modality?: string | undefined;
  /** In upper case; empty where the file does not say. FrameType in a multi-frame object. */
  readonly imageType?: readonly string[] | undefined;
  readonly seriesDescription?: string | undefined;
  readonly protocolName?: string | undefined;
  readonly bodyPart?: string | undefined;

  /** SE, IR, GR, EP, RM; empty where the file does not say. Multi-frame objects say it in words, which are translated. */
  readonly scanningSequence?: readonly string[] | undefined;
  readonly repetitionMs?: number | undefined;
  readonly echoMs?: number | undefined;
  readonly inversionMs?: number | undefined;
  readonly diffusionBValue?: number | undefined;
  readonly temporalPosition?: number | undefined;
  /** Whether a contrast agent was given; not which. */
  readonly contrastAgent?: boolean | undefined;
  /** Which stack of a multi-frame object. */
  readonly stackId?: string | undefined;

  /** Positive. */
  readonly rows?: number | undefined;
  /** Positive. */
  readonly columns?: number | undefined;
  /** `xSpacingMm` lies between neighbouring columns (DICOM's second value), `ySpacingMm` between neighbouring rows. */
  readonly pixelSpacingMm?: { readonly xSpacingMm: number; readonly ySpacingMm: number } | undefined;
  /** Centre of the upper left pixel. */
  readonly positionMm?: Vec3 | undefined;
  /** The way along a row, from column to column. */
  readonly rowDirection?: Vec3 | undefined;
  /** The way down a column, from row to row. */
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
  /** Of an object that was stored in several parts. */
  readonly concatenation?: ConcatenationPart | undefined;
  readonly photometricInterpretation?: string | undefined;
  readonly rescaleSlope?: number | undefined;
  readonly rescaleIntercept?: number | undefined;
  /** Stored values from `paddingValue` to `paddingLimit` (the same where there is no limit) are no tissue. */
  readonly paddingValue?: number | undefined;
  readonly paddingLimit?: number | undefined;

  /** Where the pixels of the whole object are; undefined where a server gave the header: its file says. */
  readonly pixelData?: PixelDataPlace | undefined;
}

/** Which part of a multi-frame object that was split over several files. */
export interface ConcatenationPart {
  readonly uid: string;
  /** From 1. */
  readonly part: number;
  /** How many there are, where the object says. */
  readonly parts: number | undefined;
}

/** Where the value of the pixel data element is in its file; of a deflated file, in what is inflated. */
export interface PixelDataPlace {
  readonly offset: number;
  /** Declared; meaningless where `encapsulated`. */
  readonly length: number;
  /** The element has undefined length: frames lie in fragments. */
  readonly encapsulated: boolean;
  readonly vr: string;
}
