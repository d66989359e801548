import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Somebody who sees a run die, and says of what. */
export interface RunWitness {
  /** The run is about to end itself at once, as it was asked to. */
  readonly stopsAtOnce: () => void;
  /** The run ended as it should, or said itself why not. */
  readonly dismiss: () => void;
}

const PROCESS = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './witness-process.ts' : './witness-process.js', import.meta.url),
);

/** Debuggers and profilers are of the run alone. */
const isOfTheRunAlone = (argument: string): boolean => /^--(inspect|cpu-prof|heap-prof|prof)/.test(argument);

/**
 * Starts a small process beside the run. When the run ends without a word (a crash in native code, memory that ran out, a kill), it names the
 * studies that were in work, on the same standard error and in the log. A process that is killed cannot do so itself; one above it could, but
 * would stand between the run and its signals and exit status. It belongs to no terminal, so Ctrl-C does not reach it.
 */
export const startWitness = (out: string, logLevel: string): RunWitness => {
  const witness = fork(PROCESS, [out, logLevel], {
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: process.execArgv.filter((argument) => !isOfTheRunAlone(argument)),
  });
  witness.on('error', () => {}); // a machine that has no process left runs without a witness; the next run still names the studies
  witness.unref();
  witness.channel?.unref();
  return {
    stopsAtOnce: () => void witness.send('stops at once'),
    dismiss: () => void witness.kill('SIGKILL'),
  };
};
