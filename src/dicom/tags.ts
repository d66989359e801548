/** A DICOM attribute: its keyword, its place for people, and its place as dicom-parser spells it. */
export interface DicomTag {
  readonly keyword: string;
  readonly place: string;
  readonly key: string;
}

const tag = (keyword: string, place: string): DicomTag => ({
  keyword,
  place,
  key: `x${place.replace(',', '').toLowerCase()}`,
});

/** The attributes that this product reads; everything else in a file is stepped over. */
export const TAGS = {
  transferSyntaxUid: tag('TransferSyntaxUID', '0002,0010'),
  imageType: tag('ImageType', '0008,0008'),
  modality: tag('Modality', '0008,0060'),
  seriesDescription: tag('SeriesDescription', '0008,103E'),
  scanningSequence: tag('ScanningSequence', '0018,0020'),
  sliceThickness: tag('SliceThickness', '0018,0050'),
  repetitionTime: tag('RepetitionTime', '0018,0080'),
  echoTime: tag('EchoTime', '0018,0081'),
  inversionTime: tag('InversionTime', '0018,0082'),
  spacingBetweenSlices: tag('SpacingBetweenSlices', '0018,0088'),
  protocolName: tag('ProtocolName', '0018,1030'),
  seriesInstanceUid: tag('SeriesInstanceUID', '0020,000E'),
  seriesNumber: tag('SeriesNumber', '0020,0011'),
  instanceNumber: tag('InstanceNumber', '0020,0013'),
  imagePosition: tag('ImagePositionPatient', '0020,0032'),
  imageOrientation: tag('ImageOrientationPatient', '0020,0037'),
  samplesPerPixel: tag('SamplesPerPixel', '0028,0002'),
  photometricInterpretation: tag('PhotometricInterpretation', '0028,0004'),
  numberOfFrames: tag('NumberOfFrames', '0028,0008'),
  rows: tag('Rows', '0028,0010'),
  columns: tag('Columns', '0028,0011'),
  pixelSpacing: tag('PixelSpacing', '0028,0030'),
  bitsAllocated: tag('BitsAllocated', '0028,0100'),
  bitsStored: tag('BitsStored', '0028,0101'),
  pixelRepresentation: tag('PixelRepresentation', '0028,0103'),
  pixelData: tag('PixelData', '7FE0,0010'),
} as const;

/** `PixelSpacing (0028,0030)`, as messages name an attribute. */
export const labelOf = ({ keyword, place }: DicomTag): string => `${keyword} (${place})`;

/** Of attributes and the values that were found for them, those without one. */
export const tagsWithout = (found: readonly (readonly [value: unknown, tag: DicomTag])[]): readonly DicomTag[] =>
  found.filter(([value]) => value === undefined).map(([, tag]) => tag);
