import { outOfMemory } from './errors.ts';

const NO_MEMORY = /failed to allocate|bad_alloc|out of memory|ran out of memory|OOM when allocating/i;
const BYTES = /requested buffer of size (\d+)/;
const SHAPE = /OOM when allocating tensor with shape\[([\d,]*)\]/;
const BYTES_PER_FLOAT = 4;

/** What could not be had, where the message says it. */
const bytesIn = (message: string): number | undefined => {
  const bytes = BYTES.exec(message)?.[1];
  if (bytes !== undefined) return Number(bytes);
  const shape = SHAPE.exec(message)?.[1];
  return shape?.split(',').reduce((product, size) => product * Number(size), BYTES_PER_FLOAT);
};

/** The same error, or for want of memory one that says so, and what to do. @param asked  e.g. `step 3` */
export const memoryExplained = (asked: string, cause: unknown): unknown => {
  if (!(cause instanceof Error) || !NO_MEMORY.test(cause.message)) return cause;
  return outOfMemory(asked, bytesIn(cause.message), cause);
};
