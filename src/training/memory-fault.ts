import { memoryShortageOf } from '../models/runtime/memory-shortage.ts';
import { outOfMemory } from './errors.ts';

/** The same error, or for want of memory one that says so, and what to do. @param asked  e.g. `step 3` */
export const memoryExplained = (asked: string, cause: unknown): unknown => {
  const shortage = memoryShortageOf(cause);
  return shortage !== undefined && cause instanceof Error ? outOfMemory(asked, shortage.bytes, cause) : cause;
};
