import type { CalibrationMethod } from '../models/quantise/calibrated-range.ts';
import type { Runtime } from '../models/runtime/runtime.ts';
import type { StateDict } from '../models/weights/state-dict.ts';
import type { Architecture } from '../models/zoo/architecture.ts';
import type { CalibrationSample } from './calibration-sample.ts';
import type { Reading } from './readings.ts';

/** When an int8 network is good enough to be kept. */
export interface Limits {
  /** float32 over int8, in CPU time. */
  readonly minSpeedup: number;
  /** Of 99% of the peaks of a keypoint network. */
  readonly maxPeakShiftMm: number;
  /** Of 99% of the locations of a region network. */
  readonly maxProbabilityChange: number;
  /** Of the weighted log loss of a region network, if the studies have labels. */
  readonly maxScoreChange: number;
}

/** Events of one network, in order. */
export type NetworkEvent =
  | { readonly type: 'calibrating'; readonly done: number; readonly of: number }
  | { readonly type: 'tried'; readonly float32Layers: number; readonly percentile99: number }
  | { readonly type: 'ranking'; readonly done: number; readonly of: number }
  | { readonly type: 'timing' };

export interface NetworkOptions extends Limits {
  readonly name: string;
  readonly architecture: Architecture;
  readonly weights: StateDict;
  readonly samples: readonly CalibrationSample[];
  /** `auto` tries all. */
  readonly method: CalibrationMethod | 'auto';
  readonly rounds: number;
  readonly threads: number;
  readonly runtime: Runtime;
  /** Folder for temporary files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Weighted log loss of readings against labels, if there are some. */
  readonly logLossOf?: ((readings: readonly Reading[]) => number) | undefined;
  readonly onEvent?: ((event: NetworkEvent) => void) | undefined;
}
