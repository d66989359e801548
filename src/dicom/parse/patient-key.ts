import { hash, randomBytes } from 'node:crypto';

/** Known to this process alone, and gone with it: keys cannot be compared with those of another run, nor looked up in a list of numbers. */
const SALT = randomBytes(32).toString('base64');

const saltedHash = (text: string): string => hash('sha256', `${SALT}${text}`, 'base64url');

/** The last text and its key: files of one patient follow each other. */
let last = { text: '', key: saltedHash('') };

/** What tells patients apart without telling who they are. */
export const patientKeyOf = (patientId: string | undefined): string | undefined => {
  if (patientId === undefined) return undefined;
  if (patientId !== last.text) last = { text: patientId, key: saltedHash(patientId) };
  return last.key;
};
