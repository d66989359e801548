import { Observable, type Subscription } from 'rxjs';
import { stepTimedOut } from './errors.ts';
import type { StepUnderWay } from './within-step.ts';

/** A cancelled step that did not end in time and keeps running. */
export interface AbandonedStep extends StepUnderWay {
  /** Resolves when it finally ends. */
  readonly ended: Promise<void>;
}

interface Bounds {
  readonly step: StepUnderWay;
  /** The study's signal; aborts on the time-out. */
  readonly own: AbortController;
  readonly timeoutMs: number | undefined;
  readonly graceMs: number;
  readonly onAbandoned: ((step: AbandonedStep) => void) | undefined;
}

/**
 * Runs a step within its time limit. If its study is cancelled, by the step's time-out or from outside, the stream
 * fails with the signal's reason once the work has ended; work that still runs after `graceMs` is reported as
 * abandoned.
 */
export const boundedStep = <T>(
  work: Observable<T>,
  { step, own, timeoutMs, graceMs, onAbandoned }: Bounds,
): Observable<T> =>
  new Observable((subscriber) => {
    const { signal } = own;
    let inner: Subscription | undefined;
    let grace: NodeJS.Timeout | undefined;
    let onEnd = () => {};
    let isAbandoned = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => own.abort(stepTimedOut(step.operator, timeoutMs)), timeoutMs);
    const abandon = () => {
      isAbandoned = true;
      onAbandoned?.({ ...step, ended: new Promise((resolve) => (onEnd = resolve)) });
      subscriber.error(signal.reason);
    };
    const onAbort = () => {
      clearTimeout(timer);
      grace = setTimeout(abandon, graceMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    subscriber.add(() => {
      signal.removeEventListener('abort', onAbort);
      clearTimeout(timer);
      clearTimeout(grace);
      if (!isAbandoned) inner?.unsubscribe();
    });
    inner = work.subscribe({
      next: (value) => subscriber.next(value),
      error: (error) => {
        onEnd();
        subscriber.error(error);
      },
      complete: () => {
        onEnd();
        subscriber.complete();
      },
    });
    if (subscriber.closed && !isAbandoned) inner.unsubscribe();
  });
