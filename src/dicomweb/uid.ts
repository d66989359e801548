import type { Where } from '../domain/spine-error.ts';
import { uidInvalid } from './errors.ts';

/** PS3.5 9.1; components with leading zeros, which some writers make, are let through: nothing can be done with them in an address. */
const UID = /^(?=.{1,64}$)\d+(?:\.\d+)*$/;

export const isUid = (text: string | undefined): text is string => text !== undefined && UID.test(text);

/**
 * A UID that may be put into an address: digits and single dots, so that it leads to no other place and adds no header.
 * @param what what it should be, e.g. `StudyInstanceUID`
 * @throws DICOMWEB_UID
 */
export const requireUid = (text: string | undefined, what: string, where: Where = {}): string => {
  if (!isUid(text)) throw uidInvalid(what, where);
  return text;
};
