import { withTimeLimit } from '../../domain/time-limit.ts';
import { studyReadTimedOut } from './errors.ts';
import type { Studies } from './open-studies.ts';

/**
 * Adds a time limit to a folder: a study fails if listing its files or reading its headers takes too long. An
 * unreachable network drive blocks a read forever, and with it every later study.
 */
export const withinTime = <F extends Pick<Studies, 'itemsOf'>>(folder: F, timeoutMs: number | undefined): F => {
  if (timeoutMs === undefined) return folder;
  const itemsOf: Studies['itemsOf'] = (id) =>
    withTimeLimit(
      timeoutMs,
      () => folder.itemsOf(id),
      () => [{ study: { id }, error: studyReadTimedOut(id, timeoutMs) }],
    );
  return { ...folder, itemsOf };
};
