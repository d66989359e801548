import type { Element } from 'dicom-parser';
import type { ConcatenationPart, PixelDataPlace } from '../../domain/slice-header.ts';
import { type DicomTag, TAGS } from '../tags.ts';
import type { DataSet } from './data-set.ts';
import { UNDEFINED_LENGTH } from './guarded-stream.ts';
import { numberOf, textOf, uint16Of } from './values.ts';

const concatenationOf = (dataSet: DataSet): ConcatenationPart | undefined => {
  const uid = textOf(dataSet, TAGS.concatenationUid);
  const part = uint16Of(dataSet, TAGS.inConcatenationNumber);
  if (uid === undefined || part === undefined) return undefined;
  return { uid, part, parts: uint16Of(dataSet, TAGS.inConcatenationTotalNumber) };
};

/** The first value of an attribute of VR US or SS. */
const int16Of = (dataSet: DataSet, tag: DicomTag, isSigned: boolean): number | undefined => {
  const value = uint16Of(dataSet, tag);
  return value !== undefined && isSigned ? (value << 16) >> 16 : value;
};

/** Pixel format and meaning of the values. */
export const storageOf = (dataSet: DataSet) => {
  const pixelRepresentation = uint16Of(dataSet, TAGS.pixelRepresentation);
  const isSigned = pixelRepresentation === 1;
  const paddingValue = int16Of(dataSet, TAGS.pixelPaddingValue, isSigned);
  return {
    bitsAllocated: uint16Of(dataSet, TAGS.bitsAllocated),
    bitsStored: uint16Of(dataSet, TAGS.bitsStored),
    highBit: uint16Of(dataSet, TAGS.highBit),
    pixelRepresentation,
    samplesPerPixel: uint16Of(dataSet, TAGS.samplesPerPixel),
    numberOfFrames: numberOf(dataSet, TAGS.numberOfFrames),
    concatenation: concatenationOf(dataSet),
    photometricInterpretation: textOf(dataSet, TAGS.photometricInterpretation),
    hasBurnedInText: textOf(dataSet, TAGS.burnedInAnnotation) === 'YES',
    wasLossy: textOf(dataSet, TAGS.lossyImageCompression) === '01',
    rescaleSlope: numberOf(dataSet, TAGS.rescaleSlope),
    rescaleIntercept: numberOf(dataSet, TAGS.rescaleIntercept),
    paddingValue,
    paddingLimit:
      paddingValue === undefined
        ? undefined
        : (int16Of(dataSet, TAGS.pixelPaddingRangeLimit, isSigned) ?? paddingValue),
  };
};

export const pixelPlaceOf = ({ dataOffset, length, vr = '' }: Element): PixelDataPlace => ({
  offset: dataOffset,
  length,
  encapsulated: length === UNDEFINED_LENGTH,
  vr,
});
