import { from, Observable, type ObservableInput } from 'rxjs';

const isObservable = (input: object): boolean => 'subscribe' in input;

/**
 * Emits an operator's results until `signal` aborts; then the stream fails with the signal's reason as soon as the work
 * has ended. Unsubscribing ends an Observable immediately. A promise or an iterator cannot be cancelled from outside,
 * so the stream waits for it and drops its result.
 */
export const cancellable = <T>(input: ObservableInput<T>, signal: AbortSignal): Observable<T> =>
  isObservable(input) ? endedByAbort(from(input), signal) : droppedAfterAbort(from(input), signal);

const endedByAbort = <T>(work: Observable<T>, signal: AbortSignal): Observable<T> =>
  new Observable((subscriber) => {
    const end = () => subscriber.error(signal.reason);
    if (signal.aborted) return end();
    signal.addEventListener('abort', end, { once: true });
    const subscription = work.subscribe(subscriber);
    return () => {
      signal.removeEventListener('abort', end);
      subscription.unsubscribe();
    };
  });

const droppedAfterAbort = <T>(work: Observable<T>, signal: AbortSignal): Observable<T> =>
  new Observable((subscriber) =>
    work.subscribe({
      next: (value) => {
        if (!signal.aborted) subscriber.next(value);
      },
      error: (error) => subscriber.error(signal.aborted ? signal.reason : error),
      complete: () => {
        if (signal.aborted) subscriber.error(signal.reason);
        else subscriber.complete();
      },
    }),
  );

/**
 * Runs work with its own signal, which aborts with `outer` or on early unsubscription.
 * @param work  receives the controller, so that it can cancel itself
 */
export const withOwnSignal = <T>(work: (own: AbortController) => Observable<T>, outer?: AbortSignal): Observable<T> =>
  new Observable((subscriber) => {
    if (outer?.aborted) return subscriber.error(outer.reason);
    const own = new AbortController();
    let ended = false;
    const passOn = () => own.abort(outer?.reason);
    outer?.addEventListener('abort', passOn, { once: true });
    const subscription = work(own).subscribe({
      next: (value) => subscriber.next(value),
      error: (error) => {
        ended = true;
        subscriber.error(error);
      },
      complete: () => {
        ended = true;
        subscriber.complete();
      },
    });
    return () => {
      outer?.removeEventListener('abort', passOn);
      if (!ended) own.abort();
      subscription.unsubscribe();
    };
  });
