import { PREFERRED_BACKENDS, type SkippedBackend, type TfjsBackend } from './backends.ts';
import { backendUnavailable, noBackend } from './errors.ts';

/** The current backend, and reasons against those before it, for logs and records of runs. */
export interface BackendChoice {
  readonly backend: TfjsBackend;
  readonly skipped: readonly SkippedBackend[];
}

/** Result of starting a backend. */
export type Attempt<T> = { readonly started: T } | { readonly reason: string };

/**
 * Starts the first available backend or, if one is requested, only that one.
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
