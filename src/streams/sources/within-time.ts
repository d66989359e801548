import { setTimeout as pause } from 'node:timers/promises';
import type { StudyItem } from '../../core/study-item.ts';
import { studyReadTimedOut } from './errors.ts';
import type { Studies } from './open-studies.ts';

/**
 * Adds a time limit to a folder: a study fails if listing its files or reading its headers takes too long. An
 * unreachable network drive blocks a read forever, and with it every later study.
 */
export const withinTime = <F extends Pick<Studies, 'itemsOf'>>(folder: F, timeoutMs: number | undefined): F => {
  if (timeoutMs === undefined) return folder;
  const itemsOf = async (id: string): Promise<readonly StudyItem[]> => {
    const answered = new AbortController();
    const tooLong = pause(timeoutMs, undefined, { signal: answered.signal }).then((): readonly StudyItem[] => [
      { study: { id }, error: studyReadTimedOut(id, timeoutMs) },
    ]);
    tooLong.catch(() => undefined);
    try {
      return await Promise.race([folder.itemsOf(id), tooLong]);
    } finally {
      answered.abort();
    }
  };
  return { ...folder, itemsOf };
};
