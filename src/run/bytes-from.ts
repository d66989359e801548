import type { z } from 'zod';

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

/** `200MB` -> 200000000, as a zod transform. */
export const bytesFrom = (text: string, context: z.RefinementCtx): number => {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const bytes = Math.round(Number(number) * (UNITS[unit.toUpperCase()] ?? 0));
  if (bytes === 0) context.addIssue({ code: 'custom', message: 'expected a number of bytes, such as 200MB or 1.5GiB' });
  return bytes;
};
