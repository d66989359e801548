import { dueMs, type Entry, STUDY_STATES, type StudyState, stateOf } from './entry.ts';

/** When a summary is taken, and the quiet time after which a study is complete. */
interface Moment {
  readonly quietMs: number;
  readonly nowMs: number;
}

/** A received study, for display. */
export const summaryOf = (entry: Entry, { quietMs, nowMs }: Moment) => {
  const { key, file, instances, bytes } = entry;
  return {
    ...{ key, studyUid: file.studyUid, state: stateOf(entry, quietMs, nowMs) },
    ...{ revision: file.revision?.number ?? 0, instances, bytes },
    ...{ receivedAt: file.receivedAt, endedAt: file.revision?.ended?.at },
  };
};

export type StudySummary = ReturnType<typeof summaryOf>;

/** Number of studies in each state. */
export const countStates = (
  entries: Iterable<Entry>,
  { quietMs, nowMs }: Moment,
): Readonly<Record<StudyState, number>> => {
  const counts = Object.fromEntries(STUDY_STATES.map((state) => [state, 0])) as Record<StudyState, number>;
  for (const entry of entries) counts[stateOf(entry, quietMs, nowMs)]++;
  return counts;
};

/**
 * Start time of the longest wait or processing of any study; undefined without work.
 * @param openedMs when the inbox was opened; earlier waiting does not count
 */
export const workSince = (
  entries: Iterable<Entry>,
  { quietMs, nowMs, openedMs }: Moment & { readonly openedMs: number },
): number | undefined => {
  let first: number | undefined;
  for (const entry of entries) {
    const due = dueMs(entry, quietMs);
    const isWaiting = due !== undefined && due <= nowMs;
    if (!entry.isInProgress && !isWaiting) continue;
    const since = entry.isInProgress ? entry.begunMs : Math.max(due ?? openedMs, openedMs);
    first = Math.min(first ?? since, since);
  }
  return first;
};
