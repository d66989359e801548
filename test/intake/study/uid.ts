import { createHash } from 'node:crypto';

/** A UID below 2.25 that depends on nothing but the parts. */
export const uid = (...parts: readonly (string | number)[]): string =>
  `2.25.${BigInt(`0x${createHash('sha256').update(parts.join('/')).digest('hex').slice(0, 30)}`)}`;
