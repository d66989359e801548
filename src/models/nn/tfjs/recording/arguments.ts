import { isRecord } from '../../../../domain/is-record.ts';

/** Arguments of an operation with some parts replaced, also in lists and plain objects. */
export const replaced = <A extends object>(
  part: unknown,
  isWanted: (part: object) => part is A,
  replacement: (part: A) => unknown,
): unknown => {
  if (Array.isArray(part)) return part.map((one) => replaced(one, isWanted, replacement));
  if (!isRecord(part)) return part;
  if (isWanted(part)) return replacement(part);
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, replaced(one, isWanted, replacement)]));
};
