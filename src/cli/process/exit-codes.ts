/** The exit codes of all commands. */
export const EXIT = {
  done: 0,
  /** A fault of the program or the machine. */
  fault: 1,
  /** Invalid input: arguments, a pipeline file, a model, a folder. */
  usage: 2,
  /** Finished, but some studies failed. */
  someFailed: 3,
  /** `drift --fail-on-alarm` found a change. */
  alarm: 4,
  /** Stopped by Ctrl-C; a run stops after the studies in progress. */
  interrupted: 130,
} as const;
