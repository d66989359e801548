import { type Code, type ListedCode, OWN_SCHEME } from './code.ts';
import { DCM } from './dicom-codes.ts';
import { LN, RFC5646, SCT, UCUM } from './other-codes.ts';
import { OWN } from './own-codes.ts';

export { type Code, OWN_SCHEME, OWN_SCHEME_UID } from './code.ts';
export { DCM, LN, OWN, RFC5646, SCT, UCUM };

/** All codes in results except reason codes. */
export const ALL_CODES: readonly ListedCode[] = [DCM, SCT, LN, UCUM, RFC5646, OWN].flatMap((codes) =>
  Object.values<ListedCode>(codes),
);

const MAX_MEANING = 64;

/** A reason code of this product, e.g. `SERIES_MISSING`, as a coded concept. */
export const reasonCode = (reason: string): Code => ({
  value: reason,
  scheme: OWN_SCHEME,
  meaning: reason.toLowerCase().replaceAll('_', ' ').slice(0, MAX_MEANING),
});
