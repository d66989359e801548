import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Somebody who sees a run die or hang, and says of what. */
export interface RunWitness {
  /** An operator is given a study. */
  readonly begun: (step: StepBegun) => void;
  /** The run is about to end itself at once, as it was asked to. */
  readonly stopsAtOnce: () => void;
  /** The run ended as it should, or said itself why not. */
  readonly dismiss: () => void;
}

const PROCESS = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './witness-process.ts' : './witness-process.js', import.meta.url),
);

export interface StepBegun {
  readonly operator: string;
  readonly studyId: string;
}

/** What the run tells its witness. */
export type WitnessMessage = 'alive' | 'stops at once' | StepBegun;

const ALIVE_EVERY_MS = 1000;

/** Debuggers and profilers are of the run alone. */
const isOfTheRunAlone = (argument: string): boolean => /^--(inspect|cpu-prof|heap-prof|prof)/.test(argument);

/**
 * Starts a small process beside the run. When the run ends without a word (a crash in native code, memory that ran out, a kill), it names the
 * studies that were in work, on the same standard error and in the log. A process that is killed cannot do so itself; one above it could, but
 * would stand between the run and its signals and exit status. It belongs to no terminal, so Ctrl-C does not reach it.
 * It also names the operator that computes without a pause for longer than a step may take: nothing in the run's own thread can.
 */
export const startWitness = (o: {
  readonly out: string;
  readonly logLevel: string;
  readonly stepTimeout: number;
}): RunWitness => {
  const witness = fork(PROCESS, [o.out, o.logLevel, String(o.stepTimeout), String(process.pid)], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: process.execArgv.filter((argument) => !isOfTheRunAlone(argument)),
  });
  witness.on('error', () => {}); // a machine that has no process left runs without a witness; the next run still names the studies
  witness.unref();
  witness.channel?.unref();
  const tell = (message: WitnessMessage) => {
    if (witness.connected) witness.send(message);
  };
  const alive = setInterval(() => tell('alive'), ALIVE_EVERY_MS).unref();
  return {
    begun: ({ operator, studyId }) => tell({ operator, studyId }),
    stopsAtOnce: () => tell('stops at once'),
    dismiss: () => {
      clearInterval(alive);
      witness.kill('SIGKILL');
    },
  };
};
