import { createHash, randomBytes } from 'node:crypto';

/** Salt known to this process only and never stored: keys cannot be compared across runs or looked up in a list of patient numbers. */
const SALT = randomBytes(32).toString('base64');

const saltedHash = (text: string): string => createHash('sha256').update(`${SALT}${text}`).digest('base64url');

/** Caches the last key, since files of one patient follow each other. */
const lastKept = <T>(of: (text: string) => T): ((text: string) => T) => {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: of(text) };
    return last.value;
  };
};

/** A key that distinguishes patients without identifying them. @param patientId of PatientID */
export const patientKeyOf = lastKept(saltedHash);

/** Letters and digits; initials are dropped, since other writers spell them out. */
const PARTS = /[\p{L}\p{N}]+/gu;
const INITIAL = /^[A-Z]$/;

/**
 * Keys of the parts of a name, independent of order, accents and separators; undefined if there are none.
 * @param patientName of PatientName
 */
export const nameKeysOf = lastKept((patientName: string): readonly string[] | undefined => {
  const plain = patientName.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  const parts = (plain.match(PARTS) ?? []).filter((part) => !INITIAL.test(part));
  return parts.length === 0 ? undefined : [...new Set(parts)].sort().map(saltedHash);
});
