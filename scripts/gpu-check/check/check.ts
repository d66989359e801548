import { readFileSync } from 'node:fs';
import type { Provider } from '../../../src/models/runtime/onnx/device/devices.ts';
import type { Outcome, ResultWriter, Row } from './results.ts';
import type { TaskRunner } from './task-runner.ts';

/** Values that the machine that wrote the pack computed on its CPU, by the name of a network. */
export interface Expected {
  readonly forward: Readonly<Record<string, readonly number[]>>;
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

/** What every step of the check needs. */
export interface Check {
  readonly tasks: TaskRunner;
  readonly results: ResultWriter;
  /** Providers of ONNX Runtime that compute a small network correctly, without the CPU. */
  readonly providers: readonly Provider[];
  /** Whether TensorFlow.js starts on WebGPU. */
  readonly tfjs: boolean;
  /** Only small networks: the device is emulated, or this was requested. */
  readonly short: boolean;
  readonly expected: Expected;
  /** Root of the unpacked product. */
  readonly product: string;
  /** An empty folder. */
  readonly scratch: string;
  /** Milliseconds until the limit. */
  readonly leftMs: () => number;
}

export const readExpected = (file: string): Expected => JSON.parse(readFileSync(file, 'utf8'));

/** Tolerances, as in docs/decisions/0017-devices.md: shares of the largest value. */
export const TOLERANCE = 1e-4;

/** Time needed to end in order. */
const RESERVE_MS = 5_000;

/** The time for one task: the wanted one, or what is left; undefined if that is too little to try. */
export const timeFor = ({ leftMs }: Pick<Check, 'leftMs'>, wantedMs: number): number | undefined => {
  const left = leftMs() - RESERVE_MS;
  return left < Math.min(wantedMs, 10_000) ? undefined : Math.min(wantedMs, left);
};

export const skippedFor = (step: string, subject: string): Row => ({
  step,
  subject,
  outcome: 'skipped',
  figures: {},
  reason: 'the time limit is near',
});

/** The outcome of a task without a result: a failure, unless a slow CPU or the time limit explains it. */
export const withoutResult = (late: boolean, device: string, timeoutMs: number, wantedMs: number): Outcome =>
  late && (device === 'cpu' || timeoutMs < wantedMs) ? 'skipped' : 'failed';

/** Four significant digits. */
export const rounded = (value: number): number => Number(value.toPrecision(4));
