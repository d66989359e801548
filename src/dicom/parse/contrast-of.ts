import { TAGS } from '../tags.ts';
import type { DataSet } from './data-set.ts';
import { doubleOf, listOf, numberOf, textOf, uint32Of } from './values.ts';

const ECHOES: Readonly<Record<string, readonly string[]>> = { SPIN: ['SE'], GRADIENT: ['GR'], BOTH: ['SE', 'GR'] };

/** Classic objects name it in two letters, enhanced ones in three attributes. */
const scanningSequenceOf = (dataSet: DataSet): readonly string[] => {
  const named = listOf(dataSet, TAGS.scanningSequence);
  if (named.length > 0) return named;
  const isYes = (tag: typeof TAGS.inversionRecovery | typeof TAGS.echoPlanarPulseSequence) =>
    textOf(dataSet, tag)?.toUpperCase() === 'YES';
  return [
    ...(ECHOES[textOf(dataSet, TAGS.echoPulseSequence)?.toUpperCase() ?? ''] ?? []),
    ...(isYes(TAGS.inversionRecovery) ? ['IR'] : []),
    ...(isYes(TAGS.echoPlanarPulseSequence) ? ['EP'] : []),
  ];
};

/** How a slice was taken. */
export const contrastOf = (dataSet: DataSet) => {
  const frameType = listOf(dataSet, TAGS.frameType);
  return {
    imageType: frameType.length > 0 ? frameType : listOf(dataSet, TAGS.imageType),
    scanningSequence: scanningSequenceOf(dataSet),
    repetitionMs: numberOf(dataSet, TAGS.repetitionTime),
    echoMs: numberOf(dataSet, TAGS.echoTime) ?? doubleOf(dataSet, TAGS.effectiveEchoTime),
    inversionMs: numberOf(dataSet, TAGS.inversionTime) ?? doubleOf(dataSet, TAGS.inversionTimes),
    diffusionBValue: doubleOf(dataSet, TAGS.diffusionBValue),
    temporalPosition:
      uint32Of(dataSet, TAGS.temporalPositionIndex) ?? numberOf(dataSet, TAGS.temporalPositionIdentifier),
  };
};
