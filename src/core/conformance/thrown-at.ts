import { basename } from 'node:path';

/** `lordosis.ts:14:40`, the place in a custom file that raised an unintended error; empty if unknown. */
export const thrownAt = (error: unknown): string => {
  let innermost: unknown = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (!(innermost instanceof Error) || !UNEXPECTED.includes(innermost.name)) return '';
  for (const line of innermost.stack?.split('\n') ?? []) {
    const [, path, at] = /\(?((?:file:\/\/)?\/[^\s()]+?)(?:\?[^\s():]*)?:(\d+:\d+)\)?$/.exec(line) ?? [];
    if (path !== undefined && !path.includes('/node_modules/')) return ` (${basename(path)}:${at})`;
  }
  return '';
};

/** Errors that the language raises; other errors explain themselves. */
const UNEXPECTED: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError'];
