import type { Acquisition } from './acquisition.ts';

/** What makes the contrast of a series. Water is bright in T2 and STIR, which also suppresses fat. */
export type Weighting = 'T1' | 'T2' | 'STIR';

/** A weighting and the attributes that tell it; `other` is one that is no concern of this product. Without one, why it cannot be told. */
export type WeightingVerdict =
  | { readonly weighting: Weighting | 'other'; readonly by: string }
  | { readonly weighting?: undefined; readonly reason: string };

/** T1, T2*: neither the vertebrae T10 to T12 nor part of a word such as FAST2D; `SAGT2` and `tse_t2` are common. */
const PREFIX = '(?<![A-Z0-9])(?:SAGITTAL|SAG|AXIAL|AX|TRANSVERSE|TRA|COR|[FT]?SE)?';
const T1 = new RegExp(`${PREFIX}T1(?![0-9])`);
const T2 = new RegExp(`${PREFIX}T2(?![0-9])`);
const STIR = /STIR|TIRM/;
const OTHER =
  /T2[ _]?(?:\*|STAR)|MERGE|MEDIC|(?<![A-Z])PD(?:W|FS)?(?![A-Z])|PROTON|DWI|DIFFUSION|(?<![A-Z])ADC(?![A-Z])|MYELO/;

/** What a description says when it names exactly one weighting; undefined where it names none, or several. */
const named = (text: string | undefined): Weighting | 'other' | undefined => {
  const upper = (text ?? '').toUpperCase();
  if (OTHER.test(upper)) return 'other';
  const [t1, t2, stir] = [T1, T2, STIR].map((pattern) => pattern.test(upper));
  if (t1) return t2 || stir ? undefined : 'T1';
  if (stir) return 'STIR';
  if (upper.includes('FLAIR')) return 'other'; // with T1 it is a usual T1 series of the spine; alone or with T2, one of the brain
  return t2 ? 'T2' : undefined;
};

/** Times of spin echo series in ms, with room for the fast ones of 3 tesla; proton density and the like lie between, and are not guessed. */
const SHORT_ECHO_MS = 30;
const LONG_ECHO_MS = 60;
const SHORT_REPETITION_MS = 1300;
const LONG_REPETITION_MS = 1500;
/** Fat is nulled at 150 to 230 ms; T1 series with inversion ("T1 FLAIR") have 600 to 1200. */
const FAT_INVERSION_MS = 300;
const T1_INVERSION_MS = { from: 400, to: 1300 } as const;

interface Times {
  readonly repetitionMs: number;
  readonly echoMs: number;
  /** 0 where there was no inversion. */
  readonly inversionMs: number;
}

const byTimes = ({ repetitionMs, echoMs, inversionMs }: Times): Weighting | undefined => {
  if (inversionMs > 0) {
    if (inversionMs <= FAT_INVERSION_MS) return repetitionMs >= LONG_REPETITION_MS ? 'STIR' : undefined;
    const isT1 = inversionMs >= T1_INVERSION_MS.from && inversionMs <= T1_INVERSION_MS.to && echoMs <= SHORT_ECHO_MS;
    return isT1 ? 'T1' : undefined;
  }
  if (echoMs <= SHORT_ECHO_MS && repetitionMs <= SHORT_REPETITION_MS) return 'T1';
  return echoMs >= LONG_ECHO_MS && repetitionMs >= LONG_REPETITION_MS ? 'T2' : undefined;
};

/** Whether echoes were made by gradients alone: T2 is then T2*, another contrast, whatever its name says. */
const isGradientEcho = ({ scanningSequence }: Acquisition): boolean =>
  scanningSequence.some((one) => one === 'GR' || one === 'EP') && !scanningSequence.includes('SE');

/** The weighting of a series: by its description if that is conclusive, else by its protocol's name, else by its times. */
export const weightingOf = (acquisition: Acquisition): WeightingVerdict => {
  if (isGradientEcho(acquisition)) return { weighting: 'other', by: 'ScanningSequence' };
  const described = named(acquisition.seriesDescription);
  if (described !== undefined) return { weighting: described, by: 'SeriesDescription' };
  const protocol = named(acquisition.protocolName);
  if (protocol !== undefined) return { weighting: protocol, by: 'ProtocolName' };
  const silent = 'neither SeriesDescription nor ProtocolName names one weighting';
  const { repetitionMs, echoMs, inversionMs = 0, scanningSequence } = acquisition;
  if (repetitionMs === undefined || echoMs === undefined)
    return { reason: `${silent}, and EchoTime or RepetitionTime is missing` };
  const inverted = inversionMs > 0 ? `, InversionTime ${inversionMs} ms` : '';
  const times = `EchoTime ${echoMs} ms, RepetitionTime ${repetitionMs} ms${inverted}`;
  if (inversionMs === 0 && scanningSequence.includes('IR'))
    return { reason: `${silent}, and InversionTime is missing` };
  const weighting = byTimes({ repetitionMs, echoMs, inversionMs });
  return weighting === undefined ? { reason: `${silent}, and ${times} fit none` } : { weighting, by: times };
};
