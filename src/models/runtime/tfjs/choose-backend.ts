import { PREFERRED_BACKENDS, type SkippedBackend, type TfjsBackend } from './backends.ts';
import { backendUnavailable, noBackend } from './errors.ts';

/** Which backend is in use, and why those before it are not: for logs and records of runs. */
export interface BackendChoice {
  readonly backend: TfjsBackend;
  readonly skipped: readonly SkippedBackend[];
}

/** What starting a backend came to. */
export type Attempt<T> = { readonly started: T } | { readonly reason: string };

/**
 * The first backend that starts; or the one that was asked for, and no other.
 * @throws RUNTIME_BACKEND_UNAVAILABLE, RUNTIME_NO_BACKEND
 */
export const chooseBackend = async <T>(
  asked: TfjsBackend | undefined,
  start: (backend: TfjsBackend) => Promise<Attempt<T>>,
): Promise<{ readonly choice: BackendChoice; readonly started: T }> => {
  const skipped: SkippedBackend[] = [];
  for (const backend of asked === undefined ? PREFERRED_BACKENDS : [asked]) {
    const attempt = await start(backend);
    if ('started' in attempt) return { choice: { backend, skipped }, started: attempt.started };
    skipped.push({ backend, reason: attempt.reason });
  }
  throw asked === undefined ? noBackend(skipped) : backendUnavailable(skipped[0]!);
};
