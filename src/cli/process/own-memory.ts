import { memoryBytes } from '../../models/networks-that-fit.ts';

/** Memory and clock of this process, for pages that show its progress. */
export const ownMemory = () => ({
  memoryBytes: memoryBytes(),
  rssBytes: () => process.memoryUsage.rss(),
  now: () => performance.now(),
});
