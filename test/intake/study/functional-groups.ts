import type { Attributes, Value } from './data-set.ts';
import type { Keyword } from './dictionary.ts';
import type { Slice } from './slice.ts';

const valueIn = ({ dataSet }: Slice, keyword: Keyword, otherwise: Value): Value =>
  dataSet.has(keyword) ? dataSet.get(keyword) : otherwise;

export const contrastOf = ({ dataSet }: Slice): string => {
  if (dataSet.has('InversionTime')) return 'STIR';
  return dataSet.number('EchoTime') < 30 ? 'T1' : 'T2';
};

/** Functional groups of a frame (PS3.3 C.7.6.16, C.8.13; A.71). */
export type Groups = (slice: Slice) => Attributes;

/** How large pixels are and how they are turned; where a frame lies is always said with each. */
export const measureGroups: Groups = ({ dataSet }) => ({
  PixelMeasuresSequence: {
    PixelSpacing: dataSet.get('PixelSpacing'),
    SliceThickness: dataSet.get('SliceThickness'),
  },
  PlaneOrientationSequence: { ImageOrientationPatient: dataSet.get('ImageOrientationPatient') },
});

export const IMAGE: Attributes = {
  PixelPresentation: 'MONOCHROME',
  VolumetricProperties: 'VOLUME',
  VolumeBasedCalculationTechnique: 'NONE',
  ComplexImageComponent: 'MAGNITUDE',
};

export const typeGroups: Groups = (slice) => ({
  MRImageFrameTypeSequence: {
    FrameType: ['ORIGINAL', 'PRIMARY', contrastOf(slice), 'NONE'],
    AcquisitionContrast: contrastOf(slice),
    ...IMAGE,
  },
});

/** How the frames were taken. */
export const timingGroups: Groups = (slice) => {
  const { dataSet } = slice;
  const inverted = dataSet.has('InversionTime');
  return {
    MRTimingAndRelatedParametersSequence: {
      RepetitionTime: dataSet.get('RepetitionTime'),
      FlipAngle: '90',
      EchoTrainLength: '16',
    },
    MREchoSequence: { EffectiveEchoTime: dataSet.number('EchoTime') },
    MRModifierSequence: {
      InversionRecovery: inverted ? 'YES' : 'NO',
      ...(inverted ? { InversionTimes: dataSet.number('InversionTime') } : {}),
    },
  };
};

/** What stored values mean. */
export const valueGroups: Groups = (slice) => ({
  PixelValueTransformationSequence: {
    RescaleIntercept: valueIn(slice, 'RescaleIntercept', '0'),
    RescaleSlope: valueIn(slice, 'RescaleSlope', '1'),
    RescaleType: 'US',
  },
  FrameVOILUTSequence: {
    WindowCenter: slice.dataSet.get('WindowCenter'),
    WindowWidth: slice.dataSet.get('WindowWidth'),
  },
});

/** What a converted object has no group for, and is the same in all frames. */
export const convertedGroups: Groups = ({ dataSet }) => {
  const kept = ['EchoTime', 'RepetitionTime', 'ScanningSequence', 'SequenceVariant', 'EchoTrainLength'] as const;
  return {
    UnassignedSharedConvertedAttributesSequence: Object.fromEntries(
      kept.map((keyword) => [keyword, dataSet.get(keyword)]),
    ),
  };
};

/** What a frame was converted from. */
export const sourceGroups: Groups = ({ dataSet }) => ({
  UnassignedPerFrameConvertedAttributesSequence: {
    InstanceNumber: dataSet.get('InstanceNumber'),
    AcquisitionTime: dataSet.get('AcquisitionTime'),
  },
  ConversionSourceAttributesSequence: {
    ReferencedSOPClassUID: dataSet.get('SOPClassUID'),
    ReferencedSOPInstanceUID: dataSet.get('SOPInstanceUID'),
  },
});
