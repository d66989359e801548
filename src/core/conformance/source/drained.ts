import { setTimeout as pause } from 'node:timers/promises';
import type { OpenSource } from '../../define-source.ts';
import type { StudyItem } from '../../study-item.ts';
import { withinTime } from '../within-time.ts';

/** An open-ended source that has given nothing for so long, after its first study, has given all of its example. */
const QUIET_MS = 300;
const MOST_STUDIES = 100;

const QUIET = Symbol('quiet');

/**
 * All studies of a source. An open-ended one is stopped once it gives no more.
 * @throws an Error where it neither gives a study nor ends in time, or goes on after it was stopped
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

/** Those that can be graded. */
export const sound = (items: readonly StudyItem[]) => items.filter((item) => item.error === undefined);
