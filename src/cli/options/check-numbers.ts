import { SpineError } from '../../domain/spine-error.ts';

type Numbers = Readonly<Record<string, number | undefined>>;

/** Refuses options that are given but not positive integers. @throws ARGUMENT_INVALID */
export const wholeNumbers = (options: Numbers, most = Number.POSITIVE_INFINITY): void =>
  refuse(
    options,
    most === Number.POSITIVE_INFINITY ? 'an integer, at least 1' : `an integer from 1 to ${most}`,
    (value) => Number.isInteger(value) && value >= 1 && value <= most,
  );

/** Refuses options that are given but not integers of at least 0. @throws ARGUMENT_INVALID */
export const wholeNumbersFrom0 = (options: Numbers): void =>
  refuse(options, 'an integer, at least 0', (value) => Number.isInteger(value) && value >= 0);

/** Refuses durations that are given but not positive. @throws ARGUMENT_INVALID */
export const checkSeconds = (options: Numbers): void =>
  refuse(options, 'a positive number of seconds', (value) => value > 0);

/** Refuses limits that are given but not positive numbers. @throws ARGUMENT_INVALID */
export const positiveNumbers = (options: Numbers): void =>
  refuse(options, 'a positive number', (value) => Number.isFinite(value) && value > 0);

const refuse = (options: Numbers, expected: string, fits: (value: number) => boolean): void => {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || fits(value)) continue;
    const found = Number.isNaN(value) ? 'is not a number' : String(value);
    throw new SpineError({ code: 'ARGUMENT_INVALID', reason: `--${name} ${found}: expected ${expected}` });
  }
};
