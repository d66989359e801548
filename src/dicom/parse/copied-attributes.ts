import type { Where } from '../../domain/spine-error.ts';
import { COPIED_TAGS, type CopiedTag } from '../copied-tags.ts';
import { TAGS } from '../tags.ts';
import { textIn } from './character-sets.ts';
import type { DataSet } from './data-set.ts';
import { parseObject } from './object.ts';
import { latin } from './text.ts';
import { listOf } from './values.ts';

/** Values of one attribute; empty if the file has no value. */
export interface CopiedAttribute {
  readonly keyword: string;
  /** The tag in DICOM JSON notation: `00100020`. */
  readonly tag: string;
  readonly vr: CopiedTag['vr'];
  readonly values: readonly string[];
}

const TEXTS: ReadonlySet<string> = new Set(['LO', 'PN', 'SH']);
const PADDING = /[\0 ]+$/;

const valuesOf = (dataSet: DataSet, { key, vr }: CopiedTag, charsets: readonly string[]): readonly string[] => {
  const { dataOffset, length } = dataSet.elements[key]!;
  const bytes = dataSet.bytes.subarray(dataOffset, dataOffset + length);
  const text = TEXTS.has(vr) ? textIn(bytes, charsets, vr === 'PN') : latin(bytes);
  const values = text.split('\\').map((value) => value.replace(PADDING, ''));
  return values.every((value) => value === '') ? [] : values;
};

/** Decoded patient and study attributes of an object; missing attributes are left out. */
export const copiedOf = (object: DataSet): readonly CopiedAttribute[] => {
  const charsets = listOf(object, TAGS.specificCharacterSet);
  return COPIED_TAGS.filter(({ key }) => object.elements[key] !== undefined).map((tag) => ({
    keyword: tag.keyword,
    tag: tag.key.slice(1).toUpperCase(),
    vr: tag.vr,
    values: valuesOf(object, tag, charsets),
  }));
};

/**
 * Reads patient and study attributes of an image, only for objects that are filed with it.
 * @param bytes a file, or a beginning of it that reaches its pixels
 * @throws what `parseHeader` throws
 */
export const copiedAttributes = (bytes: Uint8Array, where: Where = {}): readonly CopiedAttribute[] =>
  copiedOf(parseObject(bytes, where));
