import { isRecord } from '../../domain/is-record.ts';
/** A data set in the DICOM JSON Model (PS3.18 F): attributes by tag, eight hexadecimal digits in upper case. */
export type DicomJson = Readonly<Record<string, JsonAttribute>>;

/** Untrusted value of an attribute, as the server wrote it. */
export interface JsonAttribute {
  readonly vr?: unknown;
  readonly Value?: unknown;
  readonly InlineBinary?: unknown;
  readonly BulkDataURI?: unknown;
}

/** Whether a value is usable as a data set: an object whose members are objects. */
export const isDicomJson = (value: unknown): value is DicomJson =>
  isRecord(value) && Object.values(value).every(isRecord);

/** Values of an attribute; empty if it has none. */
export const valuesOf = (attribute: JsonAttribute | undefined): readonly unknown[] =>
  Array.isArray(attribute?.Value) ? attribute.Value : [];

/** First value of an attribute as text, without padding; undefined if it has none. */
export const firstTextOf = (data: DicomJson, tag: string): string | undefined => {
  const [value] = valuesOf(data[tag]);
  return typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined;
};

/** First value of an attribute as an integer, which some servers write as text. */
export const firstCountOf = (data: DicomJson, tag: string): number | undefined => {
  const text = firstTextOf(data, tag);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
};
