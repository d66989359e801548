import { setTimeout as pause } from 'node:timers/promises';

/** Number of attempts, and the pauses between them. */
export interface RetryPolicy {
  /** Total number of attempts. */
  readonly attempts: number;
  readonly firstPauseMs: number;
  /** Maximum pause; a server that asks for longer is not waited for. */
  readonly longestPauseMs: number;
}

/** Result of an attempt. */
export type Attempt<T> =
  | { readonly value: T; readonly error?: undefined }
  /** @property again whether a retry may succeed, with the pause that the server asks for */
  | { readonly error: Error; readonly again: boolean; readonly retryAfterMs?: number | undefined };

/**
 * Returns the pause before an attempt: exponential backoff with random jitter of up to half, so that many clients do not return simultaneously, and
 * at least what the server asks for. Undefined if that exceeds the maximum.
 * @param failed number of failed attempts, from 1
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

interface Retrying {
  readonly policy: RetryPolicy;
  readonly random?: () => number;
  /** Ends everything, with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Ends the retries, with the last error. */
  readonly stop?: AbortSignal | undefined;
}

/** Retries until an attempt succeeds, a retry is pointless or no attempts are left; then throws the last error. */
export const withRetries = async <T>(
  attempt: () => Promise<Attempt<T>>,
  { policy, random = Math.random, signal, stop }: Retrying,
): Promise<T> => {
  const ending = [signal, stop].filter((one) => one !== undefined);
  for (let count = 1; ; count++) {
    const outcome = await attempt();
    if (outcome.error === undefined) return outcome.value;
    const { error, again, retryAfterMs } = outcome;
    if (!again || count >= policy.attempts || stop?.aborted) throw error;
    const ms = pauseMsAfter(count, { policy, random: random(), retryAfterMs });
    if (ms === undefined) throw error;
    await pause(ms, undefined, { signal: AbortSignal.any(ending) }).catch(() => {
      signal?.throwIfAborted();
      throw error;
    });
  }
};
