import { SpineError } from '../../domain/spine-error.ts';

type Numbers = Readonly<Record<string, number | undefined>>;

/** Refuses options that are given and are no whole number from 1. @throws ARGUMENT_INVALID */
export const wholeNumbers = (options: Numbers, most = Number.POSITIVE_INFINITY): void =>
  refuse(
    options,
    `a whole number from 1${most === Number.POSITIVE_INFINITY ? '' : ` to ${most}`}`,
    (value) => Number.isInteger(value) && value >= 1 && value <= most,
  );

/** Refuses options that are given and are no whole number from 0. @throws ARGUMENT_INVALID */
export const wholeNumbersFrom0 = (options: Numbers): void =>
  refuse(options, 'a whole number from 0', (value) => Number.isInteger(value) && value >= 0);

/** Refuses options that are given and are no time. @throws ARGUMENT_INVALID */
export const checkSeconds = (options: Numbers): void => refuse(options, 'seconds, more than 0', (value) => value > 0);

const refuse = (options: Numbers, expected: string, fits: (value: number) => boolean): void => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || fits(value)) continue;
    const found = Number.isNaN(value) ? 'is no number' : String(value);
    throw new SpineError({ code: 'ARGUMENT_INVALID', reason: `--${name} ${found}: expected ${expected}` });
  }
};
