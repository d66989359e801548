import { setTimeout as pause } from 'node:timers/promises';
import type { StudyItem } from '../../core/study-item.ts';
import { studyReadTimedOut } from './errors.ts';
import type { Studies } from './open-studies.ts';

/**
 * The same folder, in which a study fails whose files cannot be listed, or whose headers cannot be read, within a time: a network drive that is
 * away blocks a read for ever, and with it every study behind.
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
