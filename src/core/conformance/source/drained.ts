import { setTimeout as pause } from 'node:timers/promises';
import type { OpenSource } from '../../define-source.ts';
import type { StudyItem } from '../../study-item.ts';
import { withinTime } from '../within-time.ts';

/** After its first study, an open-ended source that is silent for this long has no more example studies. */
const QUIET_MS = 300;
const MOST_STUDIES = 100;

const QUIET = Symbol('quiet');

/**
 * Collects all studies of a source, stopping an open-ended one once it is silent.
 * @throws an Error if it neither yields a study nor ends in time, or continues after it was stopped
 */
export const drained = async (
  source: OpenSource,
  stop: AbortController,
  timeoutMs: number,
): Promise<readonly StudyItem[]> => {
  const items: StudyItem[] = [];
  const studies = source.studies[Symbol.asyncIterator]();
  const isOpenEnded = source.count === undefined;
  for (;;) {
    const next = studies.next();
    const waited =
      isOpenEnded && items.length > 0 ? pause(QUIET_MS, QUIET, { ref: false }) : new Promise<never>(() => {});
    const what = stop.signal.aborted ? 'to end after "stop" was aborted' : 'the next study';
    const first = await withinTime(what, timeoutMs, () => Promise.race([next, waited]));
    if (first === QUIET) stop.abort();
    const result = first === QUIET ? await withinTime('to end after "stop" was aborted', timeoutMs, () => next) : first;
    if (result.done) return items;
    items.push(result.value);
    if (items.length === MOST_STUDIES && isOpenEnded) stop.abort();
    if (items.length > 2 * MOST_STUDIES)
      throw new Error(
        isOpenEnded
          ? `gives ${items.length} studies and goes on after "stop" was aborted; end when it is`
          : `gives more than ${items.length - 1} studies; let the example have a few`,
      );
  }
};

/** Studies without an error. */
export const sound = (items: readonly StudyItem[]) => items.filter((item) => item.error === undefined);
