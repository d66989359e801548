/** What Ctrl-C asks for. */
export interface Interrupts {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Aborted by the second one, where work can be cancelled. */
  readonly cancel: AbortSignal;
  /** Leaves Ctrl-C to itself again. */
  readonly ignore: () => void;
}

/** Time for cancelled work to end before the process kills itself. */
const CANCEL_MS = 5000;
/** Time for a process whose work has ended to exit by itself. */
const LINGER_MS = 2000;

/**
 * Lets the first Ctrl-C end work where it can be continued. The second one cancels what can be cancelled, and otherwise kills the process,
 * as a third one does, and time that is over.
 * @param o.after       what is waited for, e.g. "the step in progress"
 * @param o.cancelling  what the second one cancels, e.g. "the studies in progress"
 * @param o.atOnce      the last that is done before the process kills itself
 */
export const stoppedByInterrupts = (o: {
  readonly after: string;
  readonly cancelling?: string;
  readonly atOnce: () => void;
}): Interrupts => {
  const stopping = new AbortController();
  const cancelling = new AbortController();
  let deadline: NodeJS.Timeout | undefined;
  const kill = () => {
    o.atOnce();
    process.kill(process.pid, 'SIGKILL'); // exiting in the middle of a native call would abort
  };
  const onInterrupt = () => {
    if (!stopping.signal.aborted) {
      const next = o.cancelling === undefined ? 'stops at once' : `cancels ${o.cancelling}`;
      process.stderr.write(`stopping after ${o.after}; Ctrl-C again ${next}\n`);
      stopping.abort();
    } else if (o.cancelling !== undefined && !cancelling.signal.aborted) {
      process.stderr.write(`cancelling ${o.cancelling}; Ctrl-C again stops at once\n`);
      deadline = setTimeout(kill, CANCEL_MS).unref();
      cancelling.abort();
    } else kill();
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onInterrupt);
  return {
    signal: stopping.signal,
    cancel: cancelling.signal,
    ignore: () => {
      clearTimeout(deadline);
      process.off('SIGINT', onInterrupt).off('SIGTERM', onInterrupt);
      // a read that never returns, as from a dead network mount, keeps the process alive and cannot be cancelled
      if (stopping.signal.aborted) setTimeout(() => process.kill(process.pid, 'SIGINT'), LINGER_MS).unref();
    },
  };
};
