import type { SliceHeader } from '../../domain/slice-header.ts';
import { type Contrast, contrastNamed, contrastOfImageType } from './contrast-names.ts';
import { areT1Times, couldBe, type Times, timesInWords, timesOf, weightingByTimes } from './spin-echo-times.ts';

type Timed = Pick<SliceHeader, 'seriesDescription' | 'protocolName' | 'imageType' | 'scanningSequence'> &
  Pick<SliceHeader, 'repetitionMs' | 'echoMs' | 'inversionMs'>;

/** A contrast and the attributes that tell it; without one, why it cannot be told. */
export type WeightingVerdict =
  | {
      readonly contrast: Contrast;
      readonly by: string;
      /** What a name says otherwise, and the times that decided against it. */
      readonly contradicted?: string | undefined;
    }
  | { readonly contrast?: undefined; readonly reason: string };

interface Named {
  readonly contrast: Contrast;
  readonly by: string;
}

/** Echo planar and gradient echoes without a refocusing pulse: T2 is then T2*, another contrast, whatever its name says. */
const isGradientEcho = (sequence: readonly string[]): boolean =>
  sequence.some((one) => one === 'GR' || one === 'EP') && !sequence.includes('SE');

/** What the header calls the contrast; the description first, since a protocol is often copied and renamed series by series. */
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

/** The verdict where a name is out of the question: by times, if they are those of one spin echo for certain. */
const contradicting = ({ contrast, by }: Named, times: Times, sequence: readonly string[]): WeightingVerdict => {
  const claim = `${by} names it ${contrast}, but ${timesInWords(times)}`;
  if (areT1Times(times) && !sequence.includes('SE'))
    return { reason: `${claim} are those of T1 or of a gradient echo` };
  const told = times.inversionMs === 0 && sequence.includes('IR') ? undefined : weightingByTimes(times);
  if (told === undefined) return { reason: `${claim} do not fit that` };
  return { contrast: told, by: timesInWords(times), contradicted: `${claim} are those of ${told}` };
};

/**
 * The contrast of a series: by its description if that is conclusive, else by its protocol's name, by ImageType or by its times. Times that
 * rule out the name win: EchoTime and RepetitionTime are written by the scanner, names by people.
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
