/** A DICOM attribute: its keyword, and its tag for people, for dicom-parser and as a number. */
export interface DicomTag {
  readonly keyword: string;
  readonly place: string;
  /** `x00280010` */
  readonly key: string;
  /** Group times 65536 plus element. */
  readonly code: number;
}

const tag = (keyword: string, place: string): DicomTag => ({
  keyword,
  place,
  key: `x${place.replace(',', '').toLowerCase()}`,
  code: Number.parseInt(place.replace(',', ''), 16),
});

export { tag as tagOf };

/** The attributes that this product reads; all others are skipped. */
export const TAGS = {
  mediaStorageSopClassUid: tag('MediaStorageSOPClassUID', '0002,0002'),
  transferSyntaxUid: tag('TransferSyntaxUID', '0002,0010'),
  specificCharacterSet: tag('SpecificCharacterSet', '0008,0005'),
  imageType: tag('ImageType', '0008,0008'),
  sopClassUid: tag('SOPClassUID', '0008,0016'),
  sopInstanceUid: tag('SOPInstanceUID', '0008,0018'),
  studyDate: tag('StudyDate', '0008,0020'),
  seriesDate: tag('SeriesDate', '0008,0021'),
  acquisitionDate: tag('AcquisitionDate', '0008,0022'),
  contentDate: tag('ContentDate', '0008,0023'),
  acquisitionDateTime: tag('AcquisitionDateTime', '0008,002A'),
  studyTime: tag('StudyTime', '0008,0030'),
  seriesTime: tag('SeriesTime', '0008,0031'),
  acquisitionTime: tag('AcquisitionTime', '0008,0032'),
  contentTime: tag('ContentTime', '0008,0033'),
  modality: tag('Modality', '0008,0060'),
  manufacturer: tag('Manufacturer', '0008,0070'),
  studyDescription: tag('StudyDescription', '0008,1030'),
  seriesDescription: tag('SeriesDescription', '0008,103E'),
  codeMeaning: tag('CodeMeaning', '0008,0104'),
  anatomicRegionSequence: tag('AnatomicRegionSequence', '0008,2218'),
  frameType: tag('FrameType', '0008,9007'),
  patientName: tag('PatientName', '0010,0010'),
  patientId: tag('PatientID', '0010,0020'),
  patientSex: tag('PatientSex', '0010,0040'),
  patientAge: tag('PatientAge', '0010,1010'),
  contrastBolusAgent: tag('ContrastBolusAgent', '0018,0010'),
  contrastBolusAgentSequence: tag('ContrastBolusAgentSequence', '0018,0012'),
  bodyPartExamined: tag('BodyPartExamined', '0018,0015'),
  scanningSequence: tag('ScanningSequence', '0018,0020'),
  sliceThickness: tag('SliceThickness', '0018,0050'),
  repetitionTime: tag('RepetitionTime', '0018,0080'),
  echoTime: tag('EchoTime', '0018,0081'),
  inversionTime: tag('InversionTime', '0018,0082'),
  magneticFieldStrength: tag('MagneticFieldStrength', '0018,0087'),
  spacingBetweenSlices: tag('SpacingBetweenSlices', '0018,0088'),
  protocolName: tag('ProtocolName', '0018,1030'),
  echoPulseSequence: tag('EchoPulseSequence', '0018,9008'),
  inversionRecovery: tag('InversionRecovery', '0018,9009'),
  echoPlanarPulseSequence: tag('EchoPlanarPulseSequence', '0018,9018'),
  frameAcquisitionDateTime: tag('FrameAcquisitionDateTime', '0018,9074'),
  inversionTimes: tag('InversionTimes', '0018,9079'),
  effectiveEchoTime: tag('EffectiveEchoTime', '0018,9082'),
  diffusionBValue: tag('DiffusionBValue', '0018,9087'),
  mrTimingSequence: tag('MRTimingAndRelatedParametersSequence', '0018,9112'),
  mrEchoSequence: tag('MREchoSequence', '0018,9114'),
  mrModifierSequence: tag('MRModifierSequence', '0018,9115'),
  mrDiffusionSequence: tag('MRDiffusionSequence', '0018,9117'),
  frameReferenceDateTime: tag('FrameReferenceDateTime', '0018,9151'),
  mrImageFrameTypeSequence: tag('MRImageFrameTypeSequence', '0018,9226'),
  studyInstanceUid: tag('StudyInstanceUID', '0020,000D'),
  seriesInstanceUid: tag('SeriesInstanceUID', '0020,000E'),
  seriesNumber: tag('SeriesNumber', '0020,0011'),
  instanceNumber: tag('InstanceNumber', '0020,0013'),
  imagePosition: tag('ImagePositionPatient', '0020,0032'),
  imageOrientation: tag('ImageOrientationPatient', '0020,0037'),
  frameOfReferenceUid: tag('FrameOfReferenceUID', '0020,0052'),
  temporalPositionIdentifier: tag('TemporalPositionIdentifier', '0020,0100'),
  stackId: tag('StackID', '0020,9056'),
  frameAnatomySequence: tag('FrameAnatomySequence', '0020,9071'),
  frameContentSequence: tag('FrameContentSequence', '0020,9111'),
  planePositionSequence: tag('PlanePositionSequence', '0020,9113'),
  planeOrientationSequence: tag('PlaneOrientationSequence', '0020,9116'),
  temporalPositionIndex: tag('TemporalPositionIndex', '0020,9128'),
  concatenationUid: tag('ConcatenationUID', '0020,9161'),
  inConcatenationNumber: tag('InConcatenationNumber', '0020,9162'),
  inConcatenationTotalNumber: tag('InConcatenationTotalNumber', '0020,9163'),
  unassignedSharedSequence: tag('UnassignedSharedConvertedAttributesSequence', '0020,9170'),
  unassignedPerFrameSequence: tag('UnassignedPerFrameConvertedAttributesSequence', '0020,9171'),
  samplesPerPixel: tag('SamplesPerPixel', '0028,0002'),
  photometricInterpretation: tag('PhotometricInterpretation', '0028,0004'),
  numberOfFrames: tag('NumberOfFrames', '0028,0008'),
  rows: tag('Rows', '0028,0010'),
  columns: tag('Columns', '0028,0011'),
  pixelSpacing: tag('PixelSpacing', '0028,0030'),
  bitsAllocated: tag('BitsAllocated', '0028,0100'),
  bitsStored: tag('BitsStored', '0028,0101'),
  highBit: tag('HighBit', '0028,0102'),
  pixelRepresentation: tag('PixelRepresentation', '0028,0103'),
  pixelPaddingValue: tag('PixelPaddingValue', '0028,0120'),
  pixelPaddingRangeLimit: tag('PixelPaddingRangeLimit', '0028,0121'),
  burnedInAnnotation: tag('BurnedInAnnotation', '0028,0301'),
  rescaleIntercept: tag('RescaleIntercept', '0028,1052'),
  rescaleSlope: tag('RescaleSlope', '0028,1053'),
  lossyImageCompression: tag('LossyImageCompression', '0028,2110'),
  pixelMeasuresSequence: tag('PixelMeasuresSequence', '0028,9110'),
  pixelValueTransformationSequence: tag('PixelValueTransformationSequence', '0028,9145'),
  sharedFunctionalGroups: tag('SharedFunctionalGroupsSequence', '5200,9229'),
  perFrameFunctionalGroups: tag('PerFrameFunctionalGroupsSequence', '5200,9230'),
  extendedOffsetTable: tag('ExtendedOffsetTable', '7FE0,0001'),
  floatPixelData: tag('FloatPixelData', '7FE0,0008'),
  doubleFloatPixelData: tag('DoubleFloatPixelData', '7FE0,0009'),
  pixelData: tag('PixelData', '7FE0,0010'),
} as const;

/**
 * Sequences whose items are read: functional groups (PS3.3 C.7.6.16, C.8.13.5), those for attributes that a converted object had no group for, their
 * parents, a code, and the contrast agent.
 */
export const SEQUENCES: readonly DicomTag[] = [
  TAGS.anatomicRegionSequence,
  TAGS.contrastBolusAgentSequence,
  TAGS.sharedFunctionalGroups,
  TAGS.perFrameFunctionalGroups,
  TAGS.unassignedSharedSequence,
  TAGS.unassignedPerFrameSequence,
  TAGS.pixelMeasuresSequence,
  TAGS.planePositionSequence,
  TAGS.planeOrientationSequence,
  TAGS.frameContentSequence,
  TAGS.frameAnatomySequence,
  TAGS.pixelValueTransformationSequence,
  TAGS.mrImageFrameTypeSequence,
  TAGS.mrTimingSequence,
  TAGS.mrEchoSequence,
  TAGS.mrModifierSequence,
  TAGS.mrDiffusionSequence,
];

/** `PixelSpacing (0028,0030)`, as in messages. */
export const labelOf = ({ keyword, place }: DicomTag): string => `${keyword} (${place})`;

/** The attributes without a value. */
export const tagsWithout = (found: readonly (readonly [value: unknown, tag: DicomTag])[]): readonly DicomTag[] =>
  found.filter(([value]) => value === undefined).map(([, tag]) => tag);
