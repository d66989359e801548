import { SpineError } from '../../domain/spine-error.ts';

/** Error for a request that the plugin's example does not provide. */
export const refused = (kind: 'operator' | 'output', what: string): Promise<never> =>
  Promise.reject(
    new SpineError({
      code: 'EXAMPLE_ENV_MISSING',
      reason: `the ${kind} asks its environment for ${what}, and its example gives no such thing; add it to "env" of the example`,
    }),
  );
