import { type DicomTag, TAGS } from '../tags.ts';
import { type DataSet, itemsOf } from './data-set.ts';
import { doubleOf, freeTextOf, listOf, numberOf, textOf, uint32Of } from './values.ts';

const ECHOES: Readonly<Record<string, readonly string[]>> = { SPIN: ['SE'], GRADIENT: ['GR'], BOTH: ['SE', 'GR'] };

const isYes = (dataSet: DataSet, tag: DicomTag): boolean => textOf(dataSet, tag)?.toUpperCase() === 'YES';

/** Classic objects use two letters, enhanced ones three attributes. */
const scanningSequenceOf = (dataSet: DataSet): readonly string[] => {
  const named = listOf(dataSet, TAGS.scanningSequence);
  if (named.length > 0) return named;
  return [
    ...(ECHOES[textOf(dataSet, TAGS.echoPulseSequence)?.toUpperCase() ?? ''] ?? []),
    ...(isYes(dataSet, TAGS.inversionRecovery) ? ['IR'] : []),
    ...(isYes(dataSet, TAGS.echoPlanarPulseSequence) ? ['EP'] : []),
  ];
};

const NO_AGENT = /^(?:NO(?:NE)?|WITHOUT|N\/?A|NIL|[-0])$/i;

/** Whether a contrast agent is named: in an attribute of classic objects or a sequence of enhanced ones. */
const hasContrastAgent = (dataSet: DataSet): true | undefined => {
  const agent = freeTextOf(dataSet, TAGS.contrastBolusAgent);
  const isNamed = agent !== undefined && !NO_AGENT.test(agent);
  return isNamed || itemsOf(dataSet.elements[TAGS.contrastBolusAgentSequence.key]).length > 0 || undefined;
};

/** Acquisition parameters and contrast of a slice. */
export const contrastOf = (dataSet: DataSet) => {
  const frameType = listOf(dataSet, TAGS.frameType);
  return {
    imageType: frameType.length > 0 ? frameType : listOf(dataSet, TAGS.imageType),
    scanningSequence: scanningSequenceOf(dataSet),
    repetitionMs: numberOf(dataSet, TAGS.repetitionTime),
    echoMs: numberOf(dataSet, TAGS.echoTime) ?? doubleOf(dataSet, TAGS.effectiveEchoTime),
    inversionMs: numberOf(dataSet, TAGS.inversionTime) ?? doubleOf(dataSet, TAGS.inversionTimes),
    contrastAgent: hasContrastAgent(dataSet),
    diffusionBValue: doubleOf(dataSet, TAGS.diffusionBValue),
    temporalPosition:
      uint32Of(dataSet, TAGS.temporalPositionIndex) ?? numberOf(dataSet, TAGS.temporalPositionIdentifier),
  };
};
