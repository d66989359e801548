/** A coded concept of DICOM or FHIR. */
export interface Code {
  readonly value: string;
  /** Coding scheme designator (PS3.16 chapter 8): DCM, SCT, LN, UCUM, RFC5646, or this product's own. */
  readonly scheme: string;
  /** At most 64 characters. */
  readonly meaning: string;
}

/** A code with its source, for the table in the docs. */
export interface ListedCode extends Code {
  /** Context group or template of PS3.16 that has the code: `CID 7021`, `TID 1500`; for own codes, their purpose. */
  readonly source: string;
}

/** Codes of one scheme, by their names in the source code. */
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

/** Private coding scheme of concepts without a standard code; designators that begin with 99 are private (PS3.16 8). */
export const OWN_SCHEME = '99SPINESTREAM';

/** Fixed UUID that distinguishes the private scheme from others with the same designator. */
export const OWN_SCHEME_UID = '2.25.210912509629536470416203998407294509071';
