/** What the exit status of every command means. */
export const EXIT = {
  done: 0,
  /** A fault of the program or the machine. */
  fault: 1,
  /** Something given is wrong: arguments, a pipeline file, a model, a folder. */
  usage: 2,
  /** Finished, but some studies failed. */
  someFailed: 3,
  /** Stopped by Ctrl-C; a run after the studies in progress. */
  interrupted: 130,
} as const;
