import type { StepUnderWay, WithinStep } from '../core/within-step.ts';

/** The main thread was blocked for too long. */
export interface Blocked {
  readonly ms: number;
  /** Threshold in ms. */
  readonly limitMs: number;
  /** Operators at work: the one that blocked, if known, otherwise all that had a study. */
  readonly operators: readonly string[];
  /** The process or its machine was suspended: nothing computed. */
  readonly isSuspended: boolean;
}

interface Options {
  readonly limitMs: number;
  readonly now: () => number;
  readonly withinStep: WithinStep | undefined;
  /** Operators that currently have a study. */
  readonly atWork: () => readonly string[];
  readonly onBlocked: (blocked: Blocked) => void;
}

export interface BlockMonitor {
  readonly withinStep: WithinStep;
  readonly close: () => void;
}

const PARTS = 4;
const MICROS = 1000;
/** While blocked, the thread used at least this share of the time for computation. */
const COMPUTING = 0.2;

/**
 * Detects that the main thread was blocked for too long, in two ways: by the time that a step takes before it first
 * waits, which identifies the operator, and by a timer, which does not, since operators that have waited cannot be told
 * apart.
 */
export const blockMonitor = ({ limitMs, now, withinStep, atWork, onBlocked }: Options): BlockMonitor => {
  const nested: { elsewhereMs: number }[] = [];
  let [lastMs, told] = [now(), false];
  let cpu = process.cpuUsage();
  const tell = (ms: number, operators: readonly string[], isSuspended = false) => {
    told = true;
    onBlocked({ ms, limitMs, operators, isSuspended });
  };
  const look = () => {
    const ms = now() - lastMs;
    const { user, system } = process.cpuUsage(cpu);
    if (ms > limitMs && !told) tell(ms, atWork(), (user + system) / MICROS < COMPUTING * ms);
    [lastMs, told, cpu] = [now(), false, process.cpuUsage()];
  };
  const timer = setInterval(look, limitMs / PARTS).unref();
  const measured = <R>(step: StepUnderWay | undefined, work: () => R): R => {
    const frame = { elsewhereMs: 0 };
    nested.push(frame);
    const startMs = now();
    try {
      return withinStep === undefined ? work() : withinStep(step, work);
    } finally {
      nested.pop();
      const ms = now() - startMs;
      const around = nested.at(-1);
      if (around !== undefined) around.elsewhereMs += ms;
      if (step !== undefined && ms - frame.elsewhereMs > limitMs) tell(ms - frame.elsewhereMs, [step.operator]);
    }
  };
  return { withinStep: measured, close: () => clearInterval(timer) };
};
