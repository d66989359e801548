import { SpineError } from '../../domain/spine-error.ts';

/** Runs work with a signal that Ctrl-C aborts, with an error that says `reason`. */
export const abortedByInterrupt = async <T>(reason: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const stopping = new AbortController();
  const onInterrupt = () => stopping.abort(new SpineError({ code: 'INTERRUPTED', reason }));
  process.once('SIGINT', onInterrupt);
  try {
    return await work(stopping.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
};
