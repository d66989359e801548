import type { Element } from 'dicom-parser';
import type { DicomTag } from '../tags.ts';
import { TAGS } from '../tags.ts';
import { textIn } from './character-sets.ts';
import type { DataSet } from './data-set.ts';
import { latin } from './text.ts';

/** Maximum text length; no attribute that is read as text comes near. Longer values count as absent. */
const MAX_TEXT_BYTES = 1024;

/** Bytes of a text up to its first NUL, one character each; undefined if empty. */
const bytesOfText = ({ bytes, elements }: DataSet, { key }: DicomTag): string | undefined => {
  const element = elements[key];
  if (element === undefined || element.hadUndefinedLength || element.length > MAX_TEXT_BYTES) return undefined;
  const text = latin(bytes, element.dataOffset, element.dataOffset + element.length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

/** Value of an attribute of VR CS, DA, DS, DT, IS, TM or UI, without padding; undefined if empty. */
export const textOf = (dataSet: DataSet, tag: DicomTag): string | undefined =>
  bytesOfText(dataSet, tag)?.trim() || undefined;

/** Characters whose bytes differ between character sets, and escapes. */
const NOT_PLAIN = /[^ -~]/;

/** Value of an attribute of VR LO or SH, in the object's character sets, with full-width letters as plain ones. */
export const freeTextOf = (dataSet: DataSet, tag: DicomTag): string | undefined => {
  const text = bytesOfText(dataSet, tag);
  if (text === undefined || !NOT_PLAIN.test(text)) return text?.trim() || undefined;
  const charsets = (textOf(dataSet, TAGS.specificCharacterSet) ?? '').split('\\').map((term) => term.trim());
  return textIn(Buffer.from(text, 'latin1'), charsets).normalize('NFKC').trim() || undefined;
};

/** Values of an attribute of VR CS in upper case, without empty ones. */
export const listOf = (dataSet: DataSet, tag: DicomTag): readonly string[] => {
  const text = textOf(dataSet, tag);
  if (text === undefined) return [];
  const parts = text.toUpperCase().split('\\');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
};

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * All values of an attribute of VR DS or IS; undefined unless they are exactly `count` finite numbers. A trailing empty value, which some writers
 * add, does not count.
 */
export const numbersOf = (dataSet: DataSet, tag: DicomTag, count: number): readonly number[] | undefined => {
  const text = textOf(dataSet, tag);
  if (text === undefined) return undefined;
  const parts = text.split('\\');
  if (parts.length === count + 1 && parts[count]!.trim() === '') parts.pop();
  if (parts.length !== count) return undefined;
  const numbers: number[] = [];
  for (const part of parts) {
    const decimal = part.trim();
    const number = DECIMAL.test(decimal) ? Number(decimal) : Number.NaN;
    if (!Number.isFinite(number)) return undefined;
    numbers.push(number);
  }
  return numbers;
};

/** The only value of an attribute of VR DS or IS. */
export const numberOf = (dataSet: DataSet, tag: DicomTag): number | undefined => numbersOf(dataSet, tag, 1)?.[0];

/** An element with at least one binary value of `size` bytes. */
const binary = ({ elements }: DataSet, { key }: DicomTag, size: number): Element | undefined => {
  const element = elements[key];
  return element === undefined || element.length < size || element.hadUndefinedLength ? undefined : element;
};

/** The first value of an attribute of VR US. */
export const uint16Of = (dataSet: DataSet, tag: DicomTag): number | undefined => {
  const element = binary(dataSet, tag, 2);
  return element && dataSet.byteArrayParser.readUint16(dataSet.bytes, element.dataOffset);
};

/** The first value of an attribute of VR UL. */
export const uint32Of = (dataSet: DataSet, tag: DicomTag): number | undefined => {
  const element = binary(dataSet, tag, 4);
  return element && dataSet.byteArrayParser.readUint32(dataSet.bytes, element.dataOffset);
};

/** The first value of an attribute of VR FD; undefined unless it is finite. */
export const doubleOf = (dataSet: DataSet, tag: DicomTag): number | undefined => {
  const element = binary(dataSet, tag, 8);
  const value = element && dataSet.byteArrayParser.readDouble(dataSet.bytes, element.dataOffset);
  return Number.isFinite(value) ? value : undefined;
};
