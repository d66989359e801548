import { SpineError } from '../domain/spine-error.ts';

/** Refuses options that are given and are no whole number from 1. @throws ARGUMENT_INVALID */
export const wholeNumbers = (options: Readonly<Record<string, number | undefined>>): void => {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new SpineError({
        code: 'ARGUMENT_INVALID',
        reason: `--${name} ${value}: expected a whole number from 1`,
      });
};
