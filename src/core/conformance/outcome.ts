import type { Observable } from 'rxjs';
import { messageOf } from './law.ts';

/** What became of a stream. */
export interface Outcome<T> {
  readonly values: readonly T[];
  readonly ended: 'completed' | 'failed' | 'timed out';
  /** Of a stream that failed. */
  readonly error?: unknown;
}

/** Everything that a stream emits until it ends, or until the time is over; then it is unsubscribed. */
export const outcomeOf = <T>(source: Observable<T>, timeoutMs: number): Promise<Outcome<T>> =>
  new Promise((resolve) => {
    const values: T[] = [];
    const timer = setTimeout(() => end('timed out'), timeoutMs);
    const end = (ended: Outcome<T>['ended'], error?: unknown) => {
      clearTimeout(timer);
      resolve({ values, ended, error });
      if (ended === 'timed out') subscription.unsubscribe();
    };
    const subscription = source.subscribe({
      next: (value) => values.push(value),
      error: (error: unknown) => end('failed', error),
      complete: () => end('completed'),
    });
  });

/** What a stream did instead of completing with so many values; nothing when it did just that. */
export const complaintsAbout = (
  { values, ended, error }: Outcome<unknown>,
  expected: number,
  timeoutMs: number,
): readonly string[] => {
  if (ended === 'failed') return [`failed: ${messageOf(error)}`];
  if (ended === 'timed out')
    return [`had not ended after ${timeoutMs / 1000} s, with ${values.length} of ${expected} results`];
  return values.length === expected ? [] : [`gave ${values.length} results, expected ${expected}`];
};
