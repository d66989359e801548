import type { StudyState } from './study-state.ts';

/**
 * Returns the bytes of all pixel and number buffers of a study, counting each buffer once and ignoring small objects.
 * Walks lists and records at any depth; an entry with its own `bytes()` (the slices) reports itself.
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
