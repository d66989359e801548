import type { StudyState } from './study-state.ts';

/**
 * Bytes of all pixel and number buffers that a study holds, each buffer once. Small objects do not count.
 * Entries are walked to the depth of their lists and records; an entry with a `bytes()` of its own (the slices) is asked.
 */
export const bytesOf = (state: StudyState): number => {
  const buffers = new Set<ArrayBufferLike>();
  let asked = 0;
  const visit = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
    else if ('bytes' in value && typeof value.bytes === 'function') asked += Number(value.bytes());
    else for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  for (const entry of state.entries.values()) visit(entry, 0);
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, asked);
};

const MAX_DEPTH = 4;
