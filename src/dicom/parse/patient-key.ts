import { hash, randomBytes } from 'node:crypto';

/** Known to this process alone, and gone with it: keys cannot be compared with those of another run, nor looked up in a list of numbers. */
const SALT = randomBytes(32).toString('base64');

const saltedHash = (text: string): string => hash('sha256', `${SALT}${text}`, 'base64url');

/** Remembers the last answer: files of one patient follow each other. */
const lastKept = <T>(of: (text: string) => T): ((text: string) => T) => {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: of(text) };
    return last.value;
  };
};

/** What tells patients apart without telling who they are. @param patientId of PatientID */
export const patientKeyOf = lastKept(saltedHash);

/** Letters and digits; initials are left out, which stand for names that others write out. */
const PARTS = /[\p{L}\p{N}]+/gu;
const INITIAL = /^[A-Z]$/;

/**
 * The parts of a name, each as a key, whatever their order, accents, and what is between them; undefined where there are none.
 * @param patientName of PatientName
 */
export const nameKeysOf = lastKept((patientName: string): readonly string[] | undefined => {
  const plain = patientName.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
  const parts = (plain.match(PARTS) ?? []).filter((part) => !INITIAL.test(part));
  return parts.length === 0 ? undefined : [...new Set(parts)].sort().map(saltedHash);
});
