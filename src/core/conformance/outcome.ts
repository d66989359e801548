import type { Observable } from 'rxjs';
import { messageOf } from './law.ts';

/** Outcome of a stream. */
export interface Outcome<T> {
  readonly values: readonly T[];
  readonly ended: 'completed' | 'failed' | 'timed out';
  /** Error of a failed stream. */
  readonly error?: unknown;
}

/** Collects all emissions of a stream until it ends or the time limit passes; then unsubscribes. */
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

/** How a stream deviated from completing with this many values; empty if it did not. */
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
