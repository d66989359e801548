/** A signal that Ctrl-C aborts. */
export interface Interrupts {
  readonly signal: AbortSignal;
  /** Leaves Ctrl-C to itself again. */
  readonly ignore: () => void;
}

/**
 * Lets the first Ctrl-C end work where it can be continued, and a second one at once.
 * @param o.after   what is waited for, e.g. "the step under way"
 * @param o.atOnce  the last that is done before the process kills itself
 */
export const stoppedByInterrupts = (o: { readonly after: string; readonly atOnce: () => void }): Interrupts => {
  const stopping = new AbortController();
  const onInterrupt = () => {
    if (stopping.signal.aborted) {
      o.atOnce();
      process.kill(process.pid, 'SIGKILL'); // exiting in the middle of a native call would abort
    }
    process.stderr.write(`stopping after ${o.after}; Ctrl-C again stops at once\n`);
    stopping.abort();
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  return { signal: stopping.signal, ignore: () => process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt) };
};
