import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Contrast, Weighting } from './contrast-names.ts';

/** Times of spin echo series in ms, with room for fast sequences at 3 tesla; proton density and the like lie in between and are not guessed. */
const SHORT_ECHO_MS = 30;
const LONG_ECHO_MS = 60;
const SHORT_REPETITION_MS = 1300;
const LONG_REPETITION_MS = 1500;
/** Gradient echoes have shorter repetitions. */
const LEAST_REPETITION_MS = 200;
/** From this echo time on, only fluid gives a signal: a myelogram. */
const FLUID_ONLY_ECHO_MS = 500;
/** Inversion times of 150 to 230 ms null fat; T1 series with inversion ("T1 FLAIR") have 600 to 1200. */
const FAT_INVERSION_MS = 300;
const T1_INVERSION_MS = { from: 400, to: 1300 } as const;
/** Limits for confirming a name, wider than those for deciding by times alone. */
const LONGEST_T1_ECHO_MS = 45;
const LONGEST_PROTON_DENSITY_ECHO_MS = 80;

export interface Times {
  readonly repetitionMs: number;
  readonly echoMs: number;
  /** 0 without inversion. */
  readonly inversionMs: number;
}

/** Times of a slice; undefined without EchoTime and RepetitionTime. */
export const timesOf = ({ repetitionMs, echoMs, inversionMs = 0 }: Partial<SliceHeader>): Times | undefined =>
  repetitionMs === undefined || echoMs === undefined ? undefined : { repetitionMs, echoMs, inversionMs };

export const timesInWords = ({ repetitionMs, echoMs, inversionMs }: Times): string =>
  `EchoTime ${echoMs} ms, RepetitionTime ${repetitionMs} ms${inversionMs > 0 ? `, InversionTime ${inversionMs} ms` : ''}`;

/** Whether the times match a T1 spin echo; many gradient echoes have the same. */
export const areT1Times = ({ repetitionMs, echoMs, inversionMs }: Times): boolean =>
  inversionMs === 0 &&
  echoMs <= SHORT_ECHO_MS &&
  repetitionMs <= SHORT_REPETITION_MS &&
  repetitionMs >= LEAST_REPETITION_MS;

/** The weighting of a spin echo with these times; undefined if ambiguous. */
export const weightingByTimes = (times: Times): Weighting | undefined => {
  const { repetitionMs, echoMs, inversionMs } = times;
  if (inversionMs > 0) {
    if (inversionMs <= FAT_INVERSION_MS) return repetitionMs >= LONG_REPETITION_MS ? 'STIR' : undefined;
    const isT1 = inversionMs >= T1_INVERSION_MS.from && inversionMs <= T1_INVERSION_MS.to && echoMs <= SHORT_ECHO_MS;
    return isT1 ? 'T1' : undefined;
  }
  if (areT1Times(times)) return 'T1';
  const isT2 = echoMs >= LONG_ECHO_MS && echoMs < FLUID_ONLY_ECHO_MS && repetitionMs >= LONG_REPETITION_MS;
  return isT2 ? 'T2' : undefined;
};

const isFatInversion = ({ repetitionMs, inversionMs }: Times): boolean =>
  inversionMs > 0 && inversionMs <= FAT_INVERSION_MS && repetitionMs >= LONG_REPETITION_MS;

/** Whether these times are compatible with a named contrast. Only clear contradictions count. */
export const couldBe = (contrast: Contrast, times: Times): boolean => {
  const { echoMs, inversionMs } = times;
  switch (contrast) {
    case 'T1':
      return echoMs < LONGEST_T1_ECHO_MS && !isFatInversion(times);
    case 'T2':
      // A T2 series with fat inversion is STIR, which is the same kind at any echo time.
      return isFatInversion(times) || (echoMs >= LONGEST_T1_ECHO_MS && inversionMs <= FAT_INVERSION_MS);
    case 'STIR':
      return inversionMs > 0 ? inversionMs < T1_INVERSION_MS.from : !areT1Times(times);
    case 'proton density':
      return echoMs < LONGEST_PROTON_DENSITY_ECHO_MS;
    default:
      return true;
  }
};
