import { setTimeout as pause } from 'node:timers/promises';

/** How often, and after which pauses, a request is made again. */
export interface RetryPolicy {
  /** In all. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  /** A server that asks for a longer pause is not waited for. */
  readonly longestPauseMs: number;
}

/** What came of an attempt. */
export type Attempt<T> =
  | { readonly value: T; readonly error?: undefined }
  /** @property again whether another attempt may do better; with how long the server asks to wait */
  | { readonly error: Error; readonly again: boolean; readonly retryAfterMs?: number | undefined };

/**
 * The pause before an attempt: twice as long each time, of which a random half is left out, so that many clients do not come back together,
 * and at least as long as the server asks. Undefined where that is longer than the longest.
 * @param failed how many attempts failed, from 1
 * @param random from 0 to below 1
 */
export const pauseMsAfter = (
  failed: number,
  {
    policy,
    random,
    retryAfterMs = 0,
  }: { readonly policy: RetryPolicy; readonly random: number; readonly retryAfterMs?: number | undefined },
): number | undefined => {
  const full = Math.min(policy.longestPauseMs, policy.firstPauseMs * 2 ** (failed - 1));
  const ms = Math.max(retryAfterMs, full * (1 - random / 2));
  return ms > policy.longestPauseMs ? undefined : ms;
};

/** Retry-After (RFC 9110 10.2.3): seconds, or a date. */
export const retryAfterMsOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return 1000 * Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
};

/** Tries until it works, no more can be hoped for, or all attempts are used up; then it throws the error of the last. */
export const withRetries = async <T>(
  attempt: () => Promise<Attempt<T>>,
  {
    policy,
    random = Math.random,
    signal,
  }: { readonly policy: RetryPolicy; readonly random?: () => number; readonly signal?: AbortSignal | undefined },
): Promise<T> => {
  for (let count = 1; ; count++) {
    const outcome = await attempt();
    if (outcome.error === undefined) return outcome.value;
    const { error, again, retryAfterMs } = outcome;
    if (!again || count >= policy.attempts) throw error;
    const ms = pauseMsAfter(count, { policy, random: random(), retryAfterMs });
    if (ms === undefined) throw error;
    await pause(ms, undefined, signal && { signal });
  }
};
