import { encodedElement, type SliceStore, sliceStore, TAGS } from '../../dicom/index.ts';

/** Name of the example study. */
export const EXAMPLE_STUDY_ID = '1';

/**
 * The grid of the example study: three blocks of five slices of 32 x 32 pixels about the origin of the patient system, lengths in mm.
 * Series 11 (T2/STIR) and 12 (T1) are sagittal, 13 is axial.
 *
 * @example
 * import { EXAMPLE_GRID } from 'spinestream/testing';
 *
 * EXAMPLE_GRID; // { slices: 5, sizePx: 32, spacingMm: 4, sliceSpacingMm: 10 }
 */
export const EXAMPLE_GRID = { slices: 5, sizePx: 32, spacingMm: 4, sliceSpacingMm: 10 } as const;

const { slices, sizePx, spacingMm, sliceSpacingMm } = EXAMPLE_GRID;
const HALF_MM = (sizePx * spacingMm) / 2;
const PREAMBLE_BYTES = 128;

/** File names in a folder of the example study. */
export const exampleFileNames = (): readonly string[] => Array.from({ length: slices }, (_, i) => `${i + 1}.dcm`);

const uint16 = (...values: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer);
const text = (value: string, padding = ' '): Uint8Array =>
  Buffer.from(value.length % 2 === 0 ? value : `${value}${padding}`);
const uid = (...parts: readonly (string | number)[]): Uint8Array => text(parts.join('.'), '\0');

interface Plane {
  readonly positionMm: readonly number[];
  readonly directions: readonly number[];
}

/** Sagittal slices run towards the patient's left, axial ones towards the head. */
const planeOf = (seriesId: string, offsetMm: number): Plane =>
  seriesId === AXIAL
    ? { positionMm: [-HALF_MM, -HALF_MM, offsetMm], directions: [1, 0, 0, 0, 1, 0] }
    : { positionMm: [offsetMm, -HALF_MM, HALF_MM], directions: [0, 1, 0, 0, 0, -1] };

const AXIAL = '13';
/** SeriesDescription, which determines the kind if no table does. */
const WEIGHTINGS: Readonly<Record<string, string>> = { '11': 'T2', '12': 'T1', [AXIAL]: 'T2' };
const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
/** Root of UIDs that need no registration. */
const ROOT = '2.25';

/**
 * Returns a slice of an example study as the bytes of a DICOM file: 32 x 32 pixels, explicit VR little endian.
 * @param seriesId        11 (sagittal T2/STIR), 12 (sagittal T1) or 13 (axial T2)
 * @param instanceNumber  from 1 to 5
 *
 * @example
 * import { parseHeader } from 'spinestream/dicom';
 * import { exampleSliceBytes } from 'spinestream/testing';
 *
 * parseHeader(exampleSliceBytes('13', 3)).positionMm; // { x: -64, y: -64, z: 0 }
 */
export const exampleSliceBytes = (seriesId: string, instanceNumber: number, studyId = EXAMPLE_STUDY_ID): Uint8Array => {
  const { positionMm, directions } = planeOf(seriesId, (instanceNumber - (slices + 1) / 2) * sliceSpacingMm);
  const pixels = Array.from({ length: sizePx * sizePx }, (_, i) => (i * 37 + instanceNumber * 101) % 4096);
  const elements = [
    [TAGS.transferSyntaxUid, 'UI', uid(EXPLICIT_LITTLE_ENDIAN)],
    [TAGS.sopClassUid, 'UI', uid(MR_IMAGE_STORAGE)],
    [TAGS.sopInstanceUid, 'UI', uid(ROOT, studyId, seriesId, instanceNumber)],
    [TAGS.modality, 'CS', text('MR')],
    [TAGS.seriesDescription, 'LO', text(WEIGHTINGS[seriesId] ?? '')],
    [TAGS.spacingBetweenSlices, 'DS', text(`${sliceSpacingMm}`)],
    [TAGS.studyInstanceUid, 'UI', uid(ROOT, studyId)],
    [TAGS.seriesInstanceUid, 'UI', uid(ROOT, studyId, seriesId)],
    [TAGS.seriesNumber, 'IS', text(seriesId)],
    [TAGS.instanceNumber, 'IS', text(`${instanceNumber}`)],
    [TAGS.imagePosition, 'DS', text(positionMm.join('\\'))],
    [TAGS.imageOrientation, 'DS', text(directions.join('\\'))],
    [TAGS.frameOfReferenceUid, 'UI', uid(ROOT, studyId, 0)],
    [TAGS.samplesPerPixel, 'US', uint16(1)],
    [TAGS.photometricInterpretation, 'CS', text('MONOCHROME2')],
    [TAGS.rows, 'US', uint16(sizePx)],
    [TAGS.columns, 'US', uint16(sizePx)],
    [TAGS.pixelSpacing, 'DS', text(`${spacingMm}\\${spacingMm}`)],
    [TAGS.bitsAllocated, 'US', uint16(16)],
    [TAGS.bitsStored, 'US', uint16(12)],
    [TAGS.pixelRepresentation, 'US', uint16(0)],
    [TAGS.pixelData, 'OW', uint16(...pixels)],
  ] as const;
  const encoded = elements.flatMap(([{ code }, vr, value]) => encodedElement(code, vr, value));
  return new Uint8Array(Buffer.concat([Buffer.alloc(PREAMBLE_BYTES), Buffer.from('DICM'), ...encoded]));
};

/** The study, series and slice at the end of a path: `example/1/11/3.dcm`. */
const bytesAt = (path: string): Uint8Array => {
  const [studyId, seriesId = '', name = ''] = path.split('/').slice(-3);
  return exampleSliceBytes(seriesId, Number.parseInt(name, 10), studyId);
};

/**
 * Returns the files of the example study as an environment provides them: DICOM bytes, generated on read; nothing is on
 * disk.
 *
 * @example
 * import { exampleFiles } from 'spinestream/testing';
 *
 * const { listFiles, readBytes } = exampleFiles();
 * await listFiles('1/11'); // ['1.dcm', '2.dcm', '3.dcm', '4.dcm', '5.dcm']
 * (await readBytes('1/11/3.dcm', 132)).slice(128); // Uint8Array(4) [68, 73, 67, 77]
 */
export const exampleFiles = () => ({
  listFiles: async (_folder: string): Promise<readonly string[]> => exampleFileNames(),
  readBytes: async (path: string, maxBytes = Number.POSITIVE_INFINITY, from = 0): Promise<Uint8Array> =>
    bytesAt(path).subarray(from, from + maxBytes),
});

/**
 * Returns the slices of the example study: the entry `slices` as `load-series` writes it.
 *
 * @example
 * import { exampleSeries, exampleSlices } from 'spinestream/testing';
 *
 * const [file] = exampleSeries()[0]!.files;
 * (await exampleSlices().slice(file!, '11')).rows; // 32
 */
export const exampleSlices = (): SliceStore => sliceStore(exampleFiles().readBytes, { studyId: EXAMPLE_STUDY_ID });
