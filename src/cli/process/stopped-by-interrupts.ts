import { SpineError } from '../../domain/spine-error.ts';

/** Time for cancelled work to end before the process kills itself. */
const CANCEL_MS = 5000;
/** Time for a finished process to exit by itself. */
const LINGER_MS = 2000;

interface Interrupts {
  /** Aborted by the first Ctrl-C; its reason ends a command that has nothing else to report, with exit status 130. */
  readonly signal: AbortSignal;
  /** Aborted by the second one, if work can be cancelled. */
  readonly cancel: AbortSignal;
  /** Restores the default handling of Ctrl-C. */
  readonly ignore: () => void;
}

/**
 * Lets the first Ctrl-C end resumable work. The second one cancels what can be cancelled and otherwise kills the
 * process; so does a third one, or a timeout.
 * @param o.after       what the first one waits for, e.g. "the step in progress"
 * @param o.cancelling  what the second one cancels, e.g. "the studies in progress"
 * @param o.atOnce      called right before the process kills itself
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
      stopping.abort(new SpineError({ code: 'INTERRUPTED', reason: 'stopped by Ctrl-C' }));
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
      // a read that never returns, e.g. from a dead network mount, keeps the process alive and cannot be cancelled
      if (stopping.signal.aborted) setTimeout(() => process.kill(process.pid, 'SIGINT'), LINGER_MS).unref();
    },
  };
};
