import { SpineError } from '../../domain/spine-error.ts';

/** Of something that a plugin asks for, and its example does not give. */
export const refused = (kind: 'operator' | 'output', what: string): Promise<never> =>
  Promise.reject(
    new SpineError({
      code: 'EXAMPLE_ENV_MISSING',
      reason: `the ${kind} asks its environment for ${what}, and its example gives no such thing; add it to "env" of the example`,
    }),
  );
