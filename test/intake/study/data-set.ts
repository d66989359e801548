import { DICTIONARY, KEYWORDS, type Keyword } from './dictionary.ts';

/** Stored values of a picture in this machine's byte order. */
export type Samples = Uint8Array | Uint16Array | Int16Array;

/** Compressed pixel data: fragments in order, and the offset table in front of them (empty: none). */
export interface Encapsulated {
  readonly offsets: readonly number[];
  readonly fragments: readonly Uint8Array[];
}

type Scalar = string | number | bigint;

/** Texts and numbers (one, or a list), bytes, items of a sequence, or pixel data. */
export type Value = Scalar | readonly Scalar[] | Samples | readonly DataSet[] | Encapsulated;

export interface Element {
  readonly vr: string;
  readonly value: Value;
  /** A sequence (or UN) whose length is not written, and ends with a delimiter. */
  readonly undefinedLength?: boolean | undefined;
}

/** Values by keyword; an object stands for an item, a list of objects for several. */
export interface Attributes extends Partial<Record<Keyword, Value | Attributes | readonly Attributes[]>> {}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isDataSet = (value: unknown): value is DataSet => isObject(value) && 'elements' in value;

/** Whether a value is items of a sequence. */
export const isItems = (value: unknown): value is readonly DataSet[] =>
  Array.isArray(value) && value.every((one) => isDataSet(one));

const isAttributes = (value: unknown): value is Attributes =>
  isObject(value) &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value) &&
  !isDataSet(value) &&
  !('fragments' in value);

const isListOfAttributes = (value: unknown): value is readonly Attributes[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => isAttributes(one));

const asValue = (given: Value | Attributes | readonly Attributes[]): Value => {
  if (isAttributes(given)) return [DataSet.of(given)];
  return isListOfAttributes(given) ? given.map((one) => DataSet.of(one)) : given;
};

/** A DICOM data set that can be changed, by keyword or (private and odd elements) by tag, as in `00091001`. */
export class DataSet {
  readonly elements = new Map<string, Element>();
  /** Written as an item of undefined length. */
  undefinedLength = false;

  static of(attributes: Attributes): DataSet {
    return new DataSet().set(attributes);
  }

  set(attributes: Attributes): this {
    for (const keyword of KEYWORDS) {
      const value = attributes[keyword];
      const [tag, vr] = DICTIONARY[keyword];
      if (value !== undefined) this.put(tag, { vr, value: asValue(value) });
    }
    return this;
  }

  put(tag: string, element: Element): this {
    this.elements.set(tag, element);
    return this;
  }

  delete(...keywords: readonly Keyword[]): this {
    for (const keyword of keywords) this.elements.delete(DICTIONARY[keyword][0]);
    return this;
  }

  has(keyword: Keyword): boolean {
    return this.elements.has(DICTIONARY[keyword][0]);
  }

  get(keyword: Keyword): Value {
    const element = this.elements.get(DICTIONARY[keyword][0]);
    if (element === undefined) throw new Error(`${keyword} is missing`);
    return element.value;
  }

  text(keyword: Keyword): string {
    return [this.get(keyword)].flat().join('\\');
  }

  number(keyword: Keyword): number {
    return this.numbers(keyword)[0]!;
  }

  /** Numbers, or the numbers that a text lists; an empty one at its end does not count. */
  numbers(keyword: Keyword): readonly number[] {
    const parts = this.text(keyword).replace(/\\$/, '').split('\\');
    const numbers = parts.map(Number);
    if (numbers.some(Number.isNaN)) throw new Error(`${keyword} is not numbers: ${parts.join(' ')}`);
    return numbers;
  }

  items(keyword: Keyword): readonly DataSet[] {
    const value = this.get(keyword);
    if (!isItems(value)) throw new Error(`${keyword} is no sequence`);
    return value;
  }

  /** A deep copy; pixels and bytes, which nobody writes into, are shared. */
  copy(): DataSet {
    const copy = new DataSet();
    copy.undefinedLength = this.undefinedLength;
    for (const [tag, element] of this.elements) copy.put(tag, { ...element, value: copied(element.value) });
    return copy;
  }
}

const copied = (value: Value): Value => (isItems(value) ? value.map((one) => one.copy()) : value);
