import { hash, randomBytes } from 'node:crypto';

/** Known to this process alone, and gone with it: keys cannot be compared with those of another run, nor looked up in a list of numbers. */
const SALT = randomBytes(32).toString('base64');

/** What tells patients apart without telling who they are. */
export const patientKeyOf = (patientId: string | undefined): string | undefined =>
  patientId === undefined ? undefined : hash('sha256', `${SALT}${patientId}`, 'base64url');
