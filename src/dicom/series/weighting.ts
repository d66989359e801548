import type { SliceHeader } from '../../domain/slice-header.ts';
import { type Contrast, contrastNamed, contrastOfImageType } from './contrast-names.ts';
import { areT1Times, couldBe, type Times, timesInWords, timesOf, weightingByTimes } from './spin-echo-times.ts';

type Timed = Pick<SliceHeader, 'seriesDescription' | 'protocolName' | 'imageType' | 'scanningSequence'> &
  Pick<SliceHeader, 'repetitionMs' | 'echoMs' | 'inversionMs'>;

/** A contrast and the attributes that determine it, or the reason why it is unknown. */
export type WeightingVerdict =
  | {
      readonly contrast: Contrast;
      readonly by: string;
      /** The conflict: a name, and the times that overruled it. */
      readonly contradicted?: string | undefined;
    }
  | { readonly contrast?: undefined; readonly reason: string };

interface Named {
  readonly contrast: Contrast;
  readonly by: string;
}

/** Echo planar and gradient echoes without a refocusing pulse: their T2 is T2*, another contrast, whatever the name. */
const isGradientEcho = (sequence: readonly string[]): boolean =>
  sequence.some((one) => one === 'GR' || one === 'EP') && !sequence.includes('SE');

/** The named contrast; the description comes first, since protocols are often copied and renamed per series. */
const nameOf = ({ seriesDescription, protocolName, imageType }: Timed): Named | undefined => {
  const candidates = [
    { contrast: contrastNamed(seriesDescription), by: 'SeriesDescription' },
    { contrast: contrastNamed(protocolName), by: 'ProtocolName' },
    { contrast: contrastOfImageType(imageType), by: 'ImageType' },
  ];
  for (const { contrast, by } of candidates) if (contrast !== undefined) return { contrast, by };
  return undefined;
};

const SILENT = 'neither SeriesDescription nor ProtocolName names one weighting';

const byTimesAlone = (times: Times | undefined, sequence: readonly string[]): WeightingVerdict => {
  if (times === undefined) return { reason: `${SILENT}, and EchoTime or RepetitionTime is missing` };
  if (times.inversionMs === 0 && sequence.includes('IR')) return { reason: `${SILENT}, and InversionTime is missing` };
  const contrast = weightingByTimes(times);
  const by = timesInWords(times);
  return contrast === undefined ? { reason: `${SILENT}, and ${by} fit none` } : { contrast, by };
};

/** The result if times contradict the name: the weighting by times if they match exactly one spin echo. */
const contradicting = ({ contrast, by }: Named, times: Times, sequence: readonly string[]): WeightingVerdict => {
  const claim = `${by} names it ${contrast}, but ${timesInWords(times)}`;
  if (areT1Times(times) && !sequence.includes('SE'))
    return { reason: `${claim} are those of T1 or of a gradient echo` };
  const told = times.inversionMs === 0 && sequence.includes('IR') ? undefined : weightingByTimes(times);
  if (told === undefined) return { reason: `${claim} do not fit that` };
  return { contrast: told, by: timesInWords(times), contradicted: `${claim} are those of ${told}` };
};

/**
 * Determines the contrast of a series from its description, else from its protocol name, ImageType or times. Times that contradict the name win: the
 * scanner writes EchoTime and RepetitionTime, people write names.
 */
export const weightingOf = (header: Timed): WeightingVerdict => {
  const sequence = header.scanningSequence ?? [];
  if (isGradientEcho(sequence)) return { contrast: 'gradient echo', by: 'ScanningSequence' };
  const named = nameOf(header);
  const times = timesOf(header);
  if (named === undefined) return byTimesAlone(times, sequence);
  if (times === undefined || couldBe(named.contrast, times)) return named;
  return contradicting(named, times, sequence);
};
