import { type SliceStore, sliceStore } from '../../dicom/index.ts';

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

const uint16 = (value: number): readonly number[] => [value & 0xff, value >> 8];
const text = (value: string): readonly number[] => [
  ...new TextEncoder().encode(value.length % 2 === 0 ? value : `${value} `),
];

/** Encodes an element in explicit VR little endian with a 16-bit length. */
const element = (group: number, item: number, vr: string, value: readonly number[]): readonly number[] => [
  ...uint16(group),
  ...uint16(item),
  ...text(vr),
  ...uint16(value.length),
  ...value,
];

const pixelElement = (values: readonly number[]): readonly number[] => [
  ...[...uint16(0x7fe0), ...uint16(0x0010), ...text('OW'), 0, 0],
  ...[...uint16(values.length * 2), 0, 0],
  ...values.flatMap(uint16),
];

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
const uid = (...numbers: readonly (string | number)[]): readonly number[] => {
  const value = ['2.25', ...numbers].join('.');
  return text(value.length % 2 === 0 ? value : `${value}\0`);
};

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
  return Uint8Array.from([
    ...new Uint8Array(PREAMBLE_BYTES),
    ...text('DICM'),
    ...element(0x0002, 0x0010, 'UI', text('1.2.840.10008.1.2.1\0')),
    ...element(0x0008, 0x0016, 'UI', text(`${MR_IMAGE_STORAGE}\0`)),
    ...element(0x0008, 0x0018, 'UI', uid(studyId, seriesId, instanceNumber)),
    ...element(0x0008, 0x0060, 'CS', text('MR')),
    ...element(0x0008, 0x103e, 'LO', text(WEIGHTINGS[seriesId] ?? '')),
    ...element(0x0018, 0x0088, 'DS', text(`${sliceSpacingMm}`)),
    ...element(0x0020, 0x000d, 'UI', uid(studyId)),
    ...element(0x0020, 0x000e, 'UI', uid(studyId, seriesId)),
    ...element(0x0020, 0x0011, 'IS', text(seriesId)),
    ...element(0x0020, 0x0013, 'IS', text(`${instanceNumber}`)),
    ...element(0x0020, 0x0032, 'DS', text(positionMm.join('\\'))),
    ...element(0x0020, 0x0037, 'DS', text(directions.join('\\'))),
    ...element(0x0020, 0x0052, 'UI', uid(studyId, 0)),
    ...element(0x0028, 0x0002, 'US', uint16(1)),
    ...element(0x0028, 0x0004, 'CS', text('MONOCHROME2')),
    ...element(0x0028, 0x0010, 'US', uint16(sizePx)),
    ...element(0x0028, 0x0011, 'US', uint16(sizePx)),
    ...element(0x0028, 0x0030, 'DS', text(`${spacingMm}\\${spacingMm}`)),
    ...element(0x0028, 0x0100, 'US', uint16(16)),
    ...element(0x0028, 0x0101, 'US', uint16(12)),
    ...element(0x0028, 0x0103, 'US', uint16(0)),
    ...pixelElement(pixels),
  ]);
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
