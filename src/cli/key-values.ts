import { SpineError } from '../domain/spine-error.ts';

/** `['size=50', 'a=b=c']` -> `{ size: '50', a: 'b=c' }`. @throws SET_MALFORMED */
export const keyValues = (assignments: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf('=');
      if (at < 1)
        throw new SpineError({
          code: 'SET_MALFORMED',
          reason: `--set ${assignment}: expected key=value, such as --set models=models`,
        });
      return [assignment.slice(0, at), assignment.slice(at + 1)];
    }),
  );
