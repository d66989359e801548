import dicomParser, { type ByteArrayParser, type Element } from 'dicom-parser';
import { COPIED_TAGS } from '../copied-tags.ts';
import { SEQUENCES, TAGS } from '../tags.ts';
import { type Encoding, EndOfBytes, IMPLICIT_LE, Malformed, placeOf } from './encoding.ts';
import { GuardedStream, ITEM_END, READ_SEQUENCES, SEQUENCE_END } from './guarded-stream.ts';

/** By tag, in dicom-parser's notation. */
export type Elements = Readonly<Record<string, Element>>;

/** The attributes of an object, or of one of its items, that this product reads. */
export interface DataSet {
  readonly bytes: Buffer;
  /** Reads numbers in the object's byte order. */
  readonly byteArrayParser: ByteArrayParser;
  readonly elements: Elements;
}

/** Attributes up to the pixels. */
export interface Attributes extends DataSet {
  /** Position of the pixels; their value is not examined. */
  readonly pixels?: Element | undefined;
  /** Set if no pixels were reached: the bytes end within an element, or the object ends with the bytes. */
  readonly cause?: EndOfBytes | undefined;
}

const PIXELS: ReadonlyMap<number, string> = new Map(
  [TAGS.floatPixelData, TAGS.doubleFloatPixelData, TAGS.pixelData].map(({ code, key }) => [code, key]),
);
const READ: ReadonlyMap<number, string> = new Map(
  [...Object.values(TAGS), ...COPIED_TAGS].map(({ code, key }) => [code, key]),
);

const DELIMITER_BYTES = 8;

const checkWithin = (inner: Element, outer: Element): void => {
  if (inner.dataOffset + inner.length <= outer.dataOffset + outer.length) return;
  const [element, whole] = [inner, outer].map(({ tag }) => placeOf(tag.slice(1)));
  throw new Malformed(`${element} at byte ${inner.dataOffset} reaches beyond the end of its ${whole}`);
};

/**
 * Checks that elements lie in their item and items in their sequence, which dicom-parser does only in part. Within sequences only relevant elements
 * count.
 */
const checkSequence = (sequence: Element, bytes: Uint8Array): void => {
  if (sequence.items === undefined && sequence.length > 0) {
    // Gateways that did not know the sequence wrote it as UN, with items in implicit encoding (PS3.5 6.2.2).
    const items = new GuardedStream(bytes, IMPLICIT_LE, sequence.dataOffset);
    dicomParser.readSequenceItemsImplicit(items, sequence, () => items.vrOf());
  }
  for (const item of sequence.items ?? []) {
    checkWithin(item, sequence);
    const elements = item.dataSet?.elements ?? {};
    for (const tag in elements) checkWithin(elements[tag]!, item);
    for (const { key } of SEQUENCES) if (elements[key]) checkSequence(elements[key], bytes);
  }
};

/** Converts errors: dicom-parser throws strings, and its recursion is as deep as the file's sequences. */
const faultOf = (thrown: unknown, { place }: GuardedStream): EndOfBytes | Malformed => {
  if (thrown instanceof EndOfBytes || thrown instanceof Malformed) return thrown;
  const problem = thrown instanceof RangeError ? 'sequences are nested too deep' : `${thrown}`;
  return new Malformed(`${place}: ${problem}`, { cause: thrown });
};

/**
 * Reads the next element, including the items of relevant sequences but not the value of pixels.
 * @throws EndOfBytes, Malformed
 */
export const readElement = (stream: GuardedStream, tag = stream.nextTag()): Element => {
  const untilTag = PIXELS.get(tag);
  try {
    const element = stream.encoding.explicit
      ? dicomParser.readDicomElementExplicit(stream, stream.warnings, untilTag)
      : dicomParser.readDicomElementImplicit(stream, untilTag, () => stream.vrOf());
    if (READ_SEQUENCES.has(tag)) checkSequence(element, stream.bytes);
    return element;
  } catch (thrown) {
    throw faultOf(thrown, stream);
  }
};

/**
 * Reads the attributes of an object from `at` to its pixels or the end of the bytes.
 * @throws Malformed
 */
export const attributesFrom = (bytes: Uint8Array, at: number, encoding: Encoding): Attributes => {
  const stream = new GuardedStream(bytes, encoding, at);
  const elements: Record<string, Element> = {};
  const found = { bytes: stream.bytes, byteArrayParser: stream.byteArrayParser, elements };
  try {
    while (stream.position < bytes.length) {
      const tag = stream.nextTag();
      // Some writers delimit a sequence of defined length.
      if (tag === ITEM_END || tag === SEQUENCE_END) {
        stream.seek(DELIMITER_BYTES);
        continue;
      }
      const element = readElement(stream, tag);
      const key = READ.get(tag);
      if (key !== undefined) elements[key] = element;
      if (PIXELS.has(tag)) return { ...found, pixels: element };
    }
    return found;
  } catch (cause) {
    if (cause instanceof EndOfBytes) return { ...found, cause };
    throw cause;
  }
};

/** Items of a sequence; empty for other elements. */
export const itemsOf = (sequence: Element | undefined): readonly Elements[] =>
  (sequence?.items ?? []).flatMap(({ dataSet }) => (dataSet ? [dataSet.elements] : []));
