import { SpineError } from '../../domain/spine-error.ts';

const SET = { option: '--set', example: 'models=models' };

/**
 * `['size=50', 'a=b=c']` -> `{ size: '50', a: 'b=c' }`.
 * @param option  name and example value, for messages
 * @throws SET_MALFORMED
 */
export const keyValues = (
  assignments: readonly string[],
  { option, example }: { readonly option: string; readonly example: string } = SET,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    assignments.map((assignment) => {
      const at = assignment.indexOf('=');
      if (at < 1)
        throw new SpineError({
          code: 'SET_MALFORMED',
          reason: `${option} ${assignment}: expected key=value, such as ${option} ${example}`,
        });
      return [assignment.slice(0, at), assignment.slice(at + 1)];
    }),
  );
