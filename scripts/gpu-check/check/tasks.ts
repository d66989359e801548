import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import type { NetworkCase } from './networks.ts';

/** Computes a network on the CPU and on a provider. */
export interface ForwardTask {
  readonly kind: 'forward';
  readonly network: NetworkCase;
  /** Default: the CPU alone. */
  readonly provider?: Provider;
}

/** Measures samples per second. */
export interface RateTask {
  readonly kind: 'rate';
  readonly network: NetworkCase;
  readonly provider: Provider;
  readonly batch: number;
  /** Stops after this time, but measures at least one run. */
  readonly maxMs: number;
}

/** What computes training steps: ONNX Runtime on a provider, or TensorFlow.js on WebGPU. */
export type TrainingDevice = Provider | 'tfjs';

/** Takes steps of training on one batch. */
export interface TrainTask {
  readonly kind: 'train';
  readonly network: NetworkCase;
  readonly device: TrainingDevice;
  readonly batch: number;
  readonly steps: number;
}

/** Writes run folders with dummy weights. */
export interface ModelsTask {
  readonly kind: 'models';
  readonly into: string;
  readonly small: boolean;
}

export type Task = ForwardTask | RateTask | TrainTask | ModelsTask;

export interface ForwardMeasured {
  /** Values of the CPU's output at even distances. */
  readonly cpuSample: readonly number[];
  readonly largest: number;
  /** Largest difference between the provider and the CPU as a share of the largest value; NaN becomes null on its way. */
  readonly difference: number | null;
  /** The second run on each; the first compiles and allocates. */
  readonly cpuMs: number;
  readonly deviceMs: number;
  /** The first run on the device. */
  readonly firstMs: number;
}

export interface RateMeasured {
  readonly samplesPerSecond: number;
  readonly runs: number;
}

export interface TrainMeasured {
  readonly losses: readonly number[];
  /** Samples per second of the fastest step; the first compiles. */
  readonly samplesPerSecond: number;
}

export interface Measured {
  readonly forward: ForwardMeasured;
  readonly rate: RateMeasured;
  readonly train: TrainMeasured;
  readonly models: { readonly networks: number };
}

/** A task without a result. */
export interface Unanswered {
  readonly fault: string;
  /** Whether it took too long. */
  readonly late?: boolean;
}

export type Answer<K extends keyof Measured> = { readonly measured: Measured[K] } | Unanswered;
