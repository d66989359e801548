import dcmjs from 'dcmjs';
import type { Vec3 } from '../domain/study.ts';
import type { Contrast } from './anatomy/tissues.ts';
import type { PhantomSeries, PhantomSlice, PhantomStudy } from './phantom-study.ts';

const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const MR_IMAGE_STORAGE = '1.2.840.10008.5.1.4.1.1.4';

/** Usual timing of fast spin echo sequences, in ms. */
const TIMING: Readonly<
  Record<Contrast, { readonly repetitionMs: number; readonly echoMs: number; readonly inversionMs?: number }>
> = {
  T2: { repetitionMs: 3500, echoMs: 100 },
  T1: { repetitionMs: 600, echoMs: 10 },
  STIR: { repetitionMs: 4000, echoMs: 50, inversionMs: 160 },
};

/** A UID below the arc for UUIDs; its parts are 32-bit numbers, so it fits 128 bits and the standard's 64 characters. */
const uid = (study: string, series: string, instance: number): string =>
  `2.25.${(BigInt(study) << 64n) | (BigInt(series) << 32n) | BigInt(instance)}`;

/** Decimal string of at most 16 characters. */
const decimal = (value: number): string => String(Number(value.toPrecision(10)));
const decimals = ({ x, y, z }: Vec3): readonly string[] =>
  [x, y, z].map((value) =>
    value
      .toFixed(9)
      .replace(/\.?0+$/, '')
      .slice(0, 16),
  );

/** No day of an examination: the same in every file, so that files are reproducible and no series seems older than another. */
const STUDY_DATE = '20000101';
const STUDY_TIME = '000000';

const META_VERSION = Uint8Array.from([0, 1]).buffer;

const meta = (instanceUid: string) => ({
  '00020001': { vr: 'OB', Value: [META_VERSION] },
  '00020002': { vr: 'UI', Value: [MR_IMAGE_STORAGE] },
  '00020003': { vr: 'UI', Value: [instanceUid] },
  '00020010': { vr: 'UI', Value: [EXPLICIT_LITTLE_ENDIAN] },
  '00020012': { vr: 'UI', Value: ['2.25.152847393820174659'] },
});

const describing = (study: PhantomStudy, series: PhantomSeries) => {
  const { repetitionMs, echoMs, inversionMs } = TIMING[series.contrast];
  return {
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    Modality: 'MR',
    Manufacturer: 'spinestream',
    ManufacturerModelName: 'PHANTOM',
    PatientName: 'PHANTOM',
    PatientID: 'PHANTOM',
    PatientIdentityRemoved: 'YES',
    BodyPartExamined: 'LSPINE',
    PatientPosition: 'HFS',
    StudyDate: STUDY_DATE,
    StudyTime: STUDY_TIME,
    StudyID: 'PHANTOM',
    StudyDescription: 'Synthetic lumbar spine',
    SeriesDescription: `${series.kind.startsWith('Axial') ? 'AX' : 'SAG'} ${series.contrast}`,
    SeriesNumber: String(study.series.indexOf(series) + 1),
    ScanningSequence: series.contrast === 'STIR' ? ['SE', 'IR'] : 'SE',
    SequenceVariant: 'SK',
    MRAcquisitionType: '2D',
    RepetitionTime: String(repetitionMs),
    EchoTime: String(echoMs),
    ...(series.fatSuppressed === true ? { ScanOptions: 'FS' } : {}),
    ...(series.fieldTesla === undefined ? {} : { MagneticFieldStrength: String(series.fieldTesla) }),
    ...(inversionMs === undefined ? {} : { InversionTime: String(inversionMs) }),
    StudyInstanceUID: uid(study.id, '0', 0),
    SeriesInstanceUID: uid(study.id, series.id, 0),
    FrameOfReferenceUID: uid(study.id, '1', 0),
  };
};

const placing = (series: PhantomSeries, { geometry }: PhantomSlice) => ({
  SliceThickness: decimal(series.thicknessMm),
  ...(series.spacingBetweenMm === undefined ? {} : { SpacingBetweenSlices: decimal(series.spacingBetweenMm) }),
  ImagePositionPatient: decimals(geometry.positionMm),
  ImageOrientationPatient: [...decimals(geometry.rowDirection), ...decimals(geometry.columnDirection)],
  PixelSpacing: [decimal(geometry.ySpacingMm), decimal(geometry.xSpacingMm)],
  Rows: geometry.rows,
  Columns: geometry.columns,
});

const grey = ({ pixels }: PhantomSlice) => ({
  SamplesPerPixel: 1,
  PhotometricInterpretation: 'MONOCHROME2',
  BitsAllocated: 16,
  BitsStored: 12,
  HighBit: 11,
  PixelRepresentation: 0,
  WindowCenter: '700',
  WindowWidth: '1400',
  PixelData: pixels.buffer,
  _vrMap: { PixelData: 'OW' },
});

/** One slice as a DICOM file: MR Image Storage, explicit little endian, 12 bits in 16. */
export const dicomFile = (study: PhantomStudy, series: PhantomSeries, slice: PhantomSlice): Uint8Array => {
  const instanceUid = uid(study.id, series.id, slice.fileNumber);
  const file = new dcmjs.data.DicomDict(meta(instanceUid));
  file.dict = dcmjs.data.DicomMetaDictionary.denaturalizeDataset({
    SOPClassUID: MR_IMAGE_STORAGE,
    SOPInstanceUID: instanceUid,
    ...describing(study, series),
    InstanceNumber: String(slice.fileNumber),
    ...placing(series, slice),
    ...grey(slice),
  });
  return new Uint8Array(file.write());
};
