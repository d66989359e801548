import { memoryShortageOf } from '../models/runtime/memory-shortage.ts';
import { outOfMemory } from './errors.ts';

/** Converts an out-of-memory error to one with a remedy; returns other errors unchanged. @param asked  e.g. `step 3` */
export const memoryExplained = (asked: string, cause: unknown): unknown => {
  const shortage = memoryShortageOf(cause);
  return shortage !== undefined && cause instanceof Error ? outOfMemory(asked, shortage.bytes, cause) : cause;
};

/** Work whose out-of-memory error says what to lower. @param asked  e.g. `step 3` */
export const explainingMemory = <R>(asked: string, work: Promise<R>): Promise<R> =>
  work.catch((cause: unknown) => {
    throw memoryExplained(asked, cause);
  });
