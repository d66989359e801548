import type { DicomJson, JsonAttribute } from '../../src/dicom/json/dicom-json.ts';
import { attributesOf, type DicomFixture, type FixtureItem, type FixtureValue } from './dicom-fixture.ts';

const NUMBERS_IN_TEXT = new Set(['DS', 'IS']);

const textValueOf = (vr: string, text: string): unknown => {
  const trimmed = text.replaceAll('\0', '').trim();
  if (trimmed === '') return null;
  if (NUMBERS_IN_TEXT.has(vr)) return Number.isNaN(Number(trimmed)) ? trimmed : Number(trimmed);
  return vr === 'PN' ? { Alphabetic: trimmed } : trimmed;
};

const attributeOf = ([vr, value]: FixtureValue): JsonAttribute => {
  if (value instanceof Uint8Array) return { vr, InlineBinary: Buffer.from(value).toString('base64') };
  if (typeof value === 'string')
    return value === '' ? { vr } : { vr, Value: value.split('\\').map((one) => textValueOf(vr, one)) };
  return { vr: 'items' in value ? 'SQ' : vr, Value: 'items' in value ? value.items.map(jsonOf) : [...value] };
};

/** Attributes in the DICOM JSON Model, as PS3.18 F has them. */
export const jsonOf = (item: FixtureItem): DicomJson =>
  Object.fromEntries(
    Object.entries(item).flatMap(([place, value]) => (value === undefined ? [] : [[place, attributeOf(value)]])),
  );

/** What a server says of a file: all but its pixels. */
export const metadataOf = (fixture: DicomFixture): DicomJson => {
  const { rows = 4, columns = 6 } = fixture;
  const { '7FE00010': _pixels, ...attributes } = attributesOf(fixture, rows, columns);
  return { ...jsonOf(attributes), '7FE00010': { vr: 'OW', BulkDataURI: 'http://server/bulk' } };
};
