import type { SeriesKind } from '../../../src/domain/vocabulary.ts';
import type { Contrast } from '../../../src/phantom/anatomy/tissues.ts';
import {
  type PhantomSeries,
  type PhantomSlice,
  type PhantomStudy,
  phantomStudy,
} from '../../../src/phantom/phantom-study.ts';
import { type Attributes, DataSet } from './data-set.ts';
import { decimal, decimals } from './decimals.ts';
import { Slice } from './slice.ts';
import { Study } from './study.ts';
import { uid } from './uid.ts';

export const MR_IMAGE = '1.2.840.10008.5.1.4.1.1.4';

/** Series are numbered 10, 20, ..., which leaves room for others. */
const KIND_NAMES: Readonly<Record<SeriesKind, string>> = {
  'Sagittal T2/STIR': 't2',
  'Sagittal T1': 't1',
  'Axial T2': 'ax',
};
const TIMES_MS: Readonly<Record<Contrast, Attributes>> = {
  T2: { RepetitionTime: '3500', EchoTime: '100', ScanningSequence: 'SE' },
  T1: { RepetitionTime: '600', EchoTime: '10', ScanningSequence: 'SE' },
  STIR: { RepetitionTime: '4000', EchoTime: '50', InversionTime: '160', ScanningSequence: ['SE', 'IR'] },
};

/** What every object of the study says; a complete MR Image needs it (PS3.3 A.4.3). */
const studyAttributes = ({ id }: PhantomStudy): Attributes => ({
  PatientName: 'Phantom^Spine',
  PatientID: 'PHANTOM',
  PatientBirthDate: '',
  PatientSex: 'O',
  PatientIdentityRemoved: 'YES',
  DeidentificationMethod: 'synthetic',
  StudyInstanceUID: uid(id),
  StudyDate: '20240315',
  StudyTime: '101500',
  StudyID: '1',
  AccessionNumber: '',
  ReferringPhysicianName: '',
  FrameOfReferenceUID: uid(id, 'frame'),
  PositionReferenceIndicator: '',
  Manufacturer: 'spinestream',
});

const seriesAttributes = (study: PhantomStudy, series: PhantomSeries): Attributes => {
  const number = 10 * (study.series.indexOf(series) + 1);
  const time = `10${15 + number}00`;
  const spacing = series.spacingBetweenMm;
  if (spacing === undefined) throw new Error('the phantom of the base must state its spacing');
  return {
    SeriesInstanceUID: uid(study.id, series.id),
    SeriesNumber: `${number}`,
    SeriesDescription: `${series.kind === 'Axial T2' ? 'AX' : 'SAG'} ${series.contrast}`,
    SeriesDate: '20240315',
    AcquisitionDate: '20240315',
    ContentDate: '20240315',
    SeriesTime: time,
    AcquisitionTime: time,
    ContentTime: time,
    Modality: 'MR',
    Laterality: '',
    BodyPartExamined: 'LSPINE',
    PatientPosition: 'HFS',
    ImageType: ['ORIGINAL', 'PRIMARY', 'OTHER'],
    SequenceVariant: 'SK',
    ScanOptions: '',
    MRAcquisitionType: '2D',
    EchoTrainLength: '16',
    SliceThickness: decimal(series.thicknessMm),
    SpacingBetweenSlices: decimal(spacing),
    ...TIMES_MS[series.contrast],
  };
};

const sliceOf = (
  study: PhantomStudy,
  series: PhantomSeries,
  { fileNumber, geometry: g, pixels }: PhantomSlice,
): Slice => {
  const dataSet = DataSet.of({
    SOPClassUID: MR_IMAGE,
    SOPInstanceUID: uid(study.id, series.id, fileNumber),
    InstanceNumber: `${fileNumber}`,
    ...studyAttributes(study),
    ...seriesAttributes(study, series),
    ImagePositionPatient: decimals([g.positionMm.x, g.positionMm.y, g.positionMm.z]),
    ImageOrientationPatient: decimals(
      [g.rowDirection, g.columnDirection].flatMap((direction) => [direction.x, direction.y, direction.z]),
    ),
    PixelSpacing: decimals([g.ySpacingMm, g.xSpacingMm]),
    SamplesPerPixel: 1,
    PhotometricInterpretation: 'MONOCHROME2',
    WindowCenter: '700',
    WindowWidth: '1400',
  });
  return new Slice(dataSet, KIND_NAMES[series.kind], `${series.id}/${fileNumber}.dcm`).setBits(12).setPixels(pixels, g);
};

/** A synthetic patient's study as a scanner would send it: a file a slice, explicit little endian, complete headers. */
export const phantomBase = (seed: number, index: number): Study => {
  const phantom = phantomStudy(seed, index);
  if (phantom.series.length !== 3) throw new Error(`study ${index} of seed ${seed} lacks a series`);
  const slices = phantom.series.flatMap((series) => series.slices.map((slice) => sliceOf(phantom, series, slice)));
  return new Study(slices, 'base');
};
