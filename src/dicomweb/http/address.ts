import { isLoopback } from '../../domain/loopback.ts';
import { addressUnusable } from '../errors.ts';

/** Root of a server's DICOMweb services, without a trailing slash. */
export interface Address {
  readonly root: string;
  readonly isEncrypted: boolean;
  /** Whether the host is the local machine. */
  readonly isLocal: boolean;
}

/**
 * Checks the address of a server.
 * @throws DICOMWEB_ADDRESS, also for embedded credentials: addresses are written to logs and `run.json`
 */
export const addressOf = (text: string): Address => {
  if (!URL.canParse(text)) throw addressUnusable('cannot be read');
  const { protocol, username, password, search, hash, hostname, origin, pathname } = new URL(text);
  if (protocol !== 'http:' && protocol !== 'https:') throw addressUnusable('is neither http nor https');
  if (username !== '' || password !== '') throw addressUnusable('has credentials in it');
  if (search !== '' || hash !== '') throw addressUnusable('has a query or a fragment in it');
  return {
    root: `${origin}${pathname.replace(/\/+$/, '')}`,
    isEncrypted: protocol === 'https:',
    isLocal: isLoopback(hostname),
  };
};
