import { TAGS } from '../tags.ts';
import {
  type Element,
  type Encoding,
  EndOfBytes,
  elementAt,
  ITEM,
  ITEM_END,
  Malformed,
  placeOf,
  SEQUENCE_END,
  UNDEFINED_LENGTH,
} from './element.ts';
import { behind, encodingWithin } from './skip.ts';

/** Those attributes of an object, or of an item of it, that this product reads. */
export interface DataSet {
  readonly bytes: Uint8Array;
  readonly elements: ReadonlyMap<number, Element>;
}

const READ: ReadonlySet<number> = new Set(Object.values(TAGS).map(({ code }) => code));

const PIXELS: ReadonlySet<number> = new Set([
  TAGS.floatPixelData.code,
  TAGS.doubleFloatPixelData.code,
  TAGS.pixelData.code,
]);

/** Attributes up to the pixels. */
export interface Attributes {
  readonly elements: Map<number, Element>;
  /** Their place; their value was not looked at. */
  readonly pixels?: Element | undefined;
  /** Without pixels: the bytes end within an element, or the object ends with the bytes. */
  readonly cause?: EndOfBytes | undefined;
}

/**
 * The attributes of an object from `at` to its pixels, or to the end of the bytes.
 * @throws Malformed
 */
export const attributesFrom = (bytes: Uint8Array, at: number, encoding: Encoding): Attributes => {
  const elements = new Map<number, Element>();
  try {
    for (let next = at; next < bytes.length; ) {
      const element = elementAt(bytes, next, encoding);
      if (PIXELS.has(element.tag)) return { elements, pixels: element };
      next = behind(bytes, element);
      if (READ.has(element.tag)) elements.set(element.tag, element);
    }
    return { elements };
  } catch (cause) {
    if (cause instanceof EndOfBytes) return { elements, cause };
    throw cause;
  }
};

const beyond = (inner: Element, outer: Element): Malformed =>
  new Malformed(`${placeOf(inner.tag)} at byte ${inner.offset} reaches beyond the end of its ${placeOf(outer.tag)}`);

/** The attributes of an item, and where the next item begins. */
const itemFrom = (bytes: Uint8Array, item: Element, encoding: Encoding): readonly [DataSet, number] => {
  const end = item.length === UNDEFINED_LENGTH ? bytes.length : item.offset + item.length;
  const elements = new Map<number, Element>();
  let at = item.offset;
  while (at < end) {
    const element = elementAt(bytes, at, encoding);
    if (element.tag === ITEM_END) return [{ bytes, elements }, element.offset];
    at = behind(bytes, element);
    if (at > end) throw beyond(element, item);
    if (READ.has(element.tag)) elements.set(element.tag, element);
  }
  return [{ bytes, elements }, at];
};

/** The items of a sequence. @throws EndOfBytes, Malformed */
export function* itemsOf(bytes: Uint8Array, sequence: Element): Generator<DataSet> {
  const encoding = encodingWithin(sequence);
  const end = sequence.length === UNDEFINED_LENGTH ? bytes.length : sequence.offset + sequence.length;
  for (let at = sequence.offset; at < end; ) {
    const item = elementAt(bytes, at, encoding);
    if (item.tag === SEQUENCE_END) return;
    if (item.tag !== ITEM) throw new Malformed(`${placeOf(item.tag)} at byte ${at} where a sequence needs an item`);
    const [dataSet, next] = itemFrom(bytes, item, encoding);
    if (next > end) throw beyond(item, sequence);
    yield dataSet;
    at = next;
  }
}
