/** `lordosis.ts:14:40`, the place in a custom file that raised an unintended error; empty if unknown. */
export const thrownAt = (error: unknown): string => {
  const innermost = innermostOf(error);
  return innermost instanceof Error && UNEXPECTED.includes(innermost.name) ? placeOf(innermost) : '';
};

const innermostOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Error ? innermostOf(error.cause) : error;

/** The same of any error, for one that comes from nowhere. */
export const placeOf = (error: unknown): string => {
  const innermost = innermostOf(error);
  if (!(innermost instanceof Error)) return '';
  for (const line of innermost.stack?.split('\n') ?? []) {
    const [, path, at] = /\(?((?:file:\/\/)?\/[^\s()]+?)(?:\?[^\s():]*)?:(\d+:\d+)\)?$/.exec(line) ?? [];
    if (path !== undefined && !path.includes('/node_modules/'))
      return ` (${path.slice(path.lastIndexOf('/') + 1)}:${at})`;
  }
  return '';
};

/** Errors that the language raises; other errors explain themselves. */
const UNEXPECTED: readonly string[] = ['TypeError', 'RangeError', 'ReferenceError'];
