/** A data set in the DICOM JSON Model (PS3.18 F): attributes by tag, eight hexadecimal digits in upper case. */
export type DicomJson = Readonly<Record<string, JsonAttribute>>;

/** What a server wrote for an attribute; nothing of it is taken for granted. */
export interface JsonAttribute {
  readonly vr?: unknown;
  readonly Value?: unknown;
  readonly InlineBinary?: unknown;
  readonly BulkDataURI?: unknown;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value can be read as a data set: an object whose members are objects. */
export const isDicomJson = (value: unknown): value is DicomJson =>
  isObject(value) && Object.values(value).every(isObject);

/** The values of an attribute; none where it has none. */
export const valuesOf = (attribute: JsonAttribute | undefined): readonly unknown[] =>
  Array.isArray(attribute?.Value) ? attribute.Value : [];

/** The first value of an attribute as text, without padding; undefined where it has none. */
export const firstTextOf = (data: DicomJson, tag: string): string | undefined => {
  const [value] = valuesOf(data[tag]);
  return typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined;
};

/** The first value of an attribute as a whole number, as which some servers write text. */
export const firstCountOf = (data: DicomJson, tag: string): number | undefined => {
  const text = firstTextOf(data, tag);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
};
