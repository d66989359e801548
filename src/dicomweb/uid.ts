import type { Where } from '../domain/spine-error.ts';
import { uidInvalid } from './errors.ts';

/** PS3.5 9.1; accepts leading zeros in components, which some writers produce and which are harmless in an address. */
const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;

export const isUid = (text: string | undefined): text is string => text !== undefined && UID.test(text);

/**
 * Checks that a UID is safe in an address: digits and single dots only, so that it cannot change the path or add headers.
 * @param what expected identifier for messages, e.g. `StudyInstanceUID`
 * @throws DICOMWEB_UID
 */
export const requireUid = (text: string | undefined, what: string, where: Where = {}): string => {
  if (!isUid(text)) throw uidInvalid(what, where);
  return text;
};
