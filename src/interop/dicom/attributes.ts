import dcmjs from 'dcmjs';
import { unknownAttribute } from '../errors.ts';

type Value = string | number | ArrayBuffer | Attributes;

/** Attributes by keyword, in any order. An empty list is an attribute without a value; undefined is an absent one. */
export interface Attributes {
  readonly [keyword: string]: Value | readonly Value[] | undefined;
}

/** A data element in dcmjs's form. */
export interface Element {
  readonly vr: string;
  readonly Value: readonly (string | number | ArrayBuffer | Elements)[];
}

/** Data elements by tag, e.g. `00100020`. */
export interface Elements {
  readonly [tag: string]: Element;
}

const isItem = (value: Value): value is Attributes => typeof value === 'object' && !(value instanceof ArrayBuffer);
const isList = (value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value);

/** Pixels of 8 bits, where the dictionary allows several representations. */
const vrOf = (vr: string): string => (vr === 'ox' ? 'OB' : vr);

/** Converts attributes to data elements, with tags and representations from dcmjs's dictionary. @throws INTEROP_UNKNOWN_ATTRIBUTE */
export const elementsOf = (attributes: Attributes): Elements => {
  const elements: Record<string, Element> = {};
  for (const [keyword, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    const entry = dcmjs.data.DicomMetaDictionary.nameMap[keyword];
    if (entry === undefined) throw unknownAttribute(keyword);
    const values = isList(value) ? value : [value];
    elements[entry.tag.replace(/[(),]/g, '')] = {
      vr: vrOf(entry.vr),
      Value: values.map((one) => (isItem(one) ? elementsOf(one) : one)),
    };
  }
  return elements;
};
