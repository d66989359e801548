import { argumentInvalid } from '../errors.ts';

/** What a number must be, in words and as a condition. */
export interface Expectation {
  readonly words: string;
  readonly fits: (value: number) => boolean;
}

export const WHOLE: Expectation = { words: 'an integer, at least 1', fits: (n) => Number.isInteger(n) && n >= 1 };
export const POSITIVE: Expectation = { words: 'a positive number', fits: (n) => n > 0 };
export const NOT_NEGATIVE: Expectation = { words: 'a number, at least 0', fits: (n) => n >= 0 };
export const SHARE: Expectation = { words: 'a number between 0 and 1', fits: (n) => n > 0 && n < 1 };

/**
 * Refuses numbers outside their range. `checkGiven` has refused what is not a number.
 * @param options  by name, without dashes; undefined if not given
 * @throws ARGUMENT_INVALID
 */
export const checkNumbers = (expected: Expectation, options: Readonly<Record<string, number | undefined>>): void => {
  for (const [name, value] of Object.entries(options))
    if (value !== undefined && !expected.fits(value))
      throw argumentInvalid(`--${name} ${value}: expected ${expected.words}`);
};
