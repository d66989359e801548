import { basename } from 'node:path';

/** `lordosis.ts:14:40`, the place in a file of one's own where an error that nobody made on purpose was thrown; nothing where that is not known. */
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

/** What the language itself throws; other errors say in words what is wrong. */
const UNEXPECTED: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError'];
