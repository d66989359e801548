import { SpineError } from '../../domain/spine-error.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** `200MB` -> 200000000. @param option  for messages @throws ARGUMENT_INVALID */
export const parseBytes = (option: string, text: string): number => {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const factor = UNITS[unit.toUpperCase()];
  if (number === '' || factor === undefined || Number(number) === 0)
    throw new SpineError({
      code: 'ARGUMENT_INVALID',
      reason: `--${option} ${text}: expected a number of bytes, such as 200MB or 1.5GiB`,
    });
  return Math.round(Number(number) * factor);
};
