import { isLossy, isSupported, syntaxLabel } from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import type { IndexedSlice } from '../../domain/indexed.ts';
import type { SliceHeader } from '../../domain/slice-header.ts';

/** A value shared by slices, and their number. */
export interface Shared<T> {
  readonly value: T;
  readonly images: number;
}

interface TransferSyntaxFacts {
  /** Name and UID. */
  readonly name: string;
  readonly lossy: boolean;
  readonly supported: boolean;
  readonly images: number;
}

/** Summarises the headers of slices, without names and free texts. The most frequent value comes first. */
export interface SliceFacts {
  readonly images: number;
  readonly files: number;
  /** Additional files with the same SOPInstanceUIDs. */
  readonly copies: number;
  readonly matrix: readonly Shared<{ readonly rows: number; readonly columns: number }>[];
  readonly pixelSpacingMm: readonly Shared<{ readonly xSpacingMm: number; readonly ySpacingMm: number }>[];
  readonly bits: readonly Shared<{ readonly stored: number; readonly allocated: number; readonly signed: boolean }>[];
  readonly photometricInterpretation: readonly Shared<string>[];
  /** Slope and intercept; default 1 and 0. */
  readonly rescale: readonly Shared<{ readonly slope: number; readonly intercept: number }>[];
  readonly transferSyntaxes: readonly TransferSyntaxFacts[];
}

const sharedBy = <T>(slices: readonly IndexedSlice[], pick: (header: SliceHeader) => T | undefined): Shared<T>[] => {
  const values = slices.map(({ header }) => pick(header)).filter((value) => value !== undefined);
  return [...grouped(values, (value) => JSON.stringify(value)).values()]
    .map((same) => ({ value: same[0]!, images: same.length }))
    .sort((a, b) => b.images - a.images);
};

/** DICOM's defined terms; other values are not repeated. */
const PHOTOMETRIC = [
  'MONOCHROME1',
  'MONOCHROME2',
  'PALETTE COLOR',
  'RGB',
  'YBR_FULL',
  'YBR_FULL_422',
  'YBR_ICT',
  'YBR_RCT',
];

const photometricOf = ({ photometricInterpretation: term }: SliceHeader): string | undefined =>
  term === undefined || PHOTOMETRIC.includes(term) ? term : 'another term';

export const sliceFacts = (slices: readonly IndexedSlice[]): SliceFacts => ({
  images: slices.length,
  files: new Set(slices.map(({ file }) => file.path)).size,
  copies: slices.reduce((count, { copies }) => count + copies.length, 0),
  matrix: sharedBy(slices, ({ rows, columns }) => (rows && columns ? { rows, columns } : undefined)),
  pixelSpacingMm: sharedBy(slices, ({ pixelSpacingMm }) => pixelSpacingMm),
  bits: sharedBy(slices, ({ bitsStored, bitsAllocated, pixelRepresentation }) =>
    bitsAllocated === undefined
      ? undefined
      : { stored: bitsStored ?? bitsAllocated, allocated: bitsAllocated, signed: pixelRepresentation === 1 },
  ),
  photometricInterpretation: sharedBy(slices, photometricOf),
  rescale: sharedBy(slices, ({ rescaleSlope = 1, rescaleIntercept = 0 }) => ({
    slope: rescaleSlope,
    intercept: rescaleIntercept,
  })),
  transferSyntaxes: sharedBy(slices, ({ transferSyntaxUid }) => transferSyntaxUid).map(({ value: uid, images }) => ({
    ...{ name: syntaxLabel(uid), lossy: isLossy(uid), supported: isSupported(uid) },
    images,
  })),
});
