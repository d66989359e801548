/** A coded concept, as DICOM and FHIR write one. */
export interface Code {
  readonly value: string;
  /** Coding scheme designator (PS3.16 chapter 8): DCM, SCT, LN, UCUM, RFC5646, or this product's own. */
  readonly scheme: string;
  /** At most 64 characters. */
  readonly meaning: string;
}

/** A code with where it comes from, as the table in the docs has it. */
export interface ListedCode extends Code {
  /** Context group or template of PS3.16 that has the code: `CID 7021`, `TID 1500`; what it is for, for own codes. */
  readonly source: string;
}

/** Codes of one scheme, by the name that the source code calls them. */
export type Codes<K extends string> = Readonly<Record<K, ListedCode>>;

type Row = readonly [value: string, meaning: string, source: string];

/** A table of codes of one scheme. */
export const codesOf = <const K extends string>(scheme: string, rows: Readonly<Record<K, Row>>): Codes<K> => {
  const listed = Object.entries<Row>(rows).map(([name, [value, meaning, source]]) => [
    name,
    { value, scheme, meaning, source },
  ]);
  return Object.fromEntries(listed);
};

/** The coding scheme of concepts that no scheme of the field has; designators that begin with 99 are private (PS3.16 8). */
export const OWN_SCHEME = '99SPINESTREAM';

/** What tells the private scheme from others of the same designator: the UUID of its name, once and for all. */
export const OWN_SCHEME_UID = '2.25.210912509629536470416203998407294509071';
