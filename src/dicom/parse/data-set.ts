import dicomParser, { type ByteArrayParser, type Element } from 'dicom-parser';
import { COPIED_TAGS } from '../copied-tags.ts';
import { SEQUENCES, TAGS } from '../tags.ts';
import { type Encoding, EndOfBytes, IMPLICIT_LE, Malformed, placeOf } from './encoding.ts';
import { GuardedStream, ITEM_END, READ_SEQUENCES, SEQUENCE_END } from './guarded-stream.ts';

/** By tag, as dicom-parser writes it. */
export type Elements = Readonly<Record<string, Element>>;

/** Those attributes of an object, or of an item of it, that this product reads. */
export interface DataSet {
  readonly bytes: Buffer;
  /** Reads numbers in the byte order of the object. */
  readonly byteArrayParser: ByteArrayParser;
  readonly elements: Elements;
}

/** Attributes up to the pixels. */
export interface Attributes extends DataSet {
  /** Their place; their value was not looked at. */
  readonly pixels?: Element | undefined;
  /** Without pixels: the bytes end within an element, or the object ends with the bytes. */
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

/** Elements lie in their item and items in their sequence; dicom-parser checks some of it. Within sequences only those that are read count. */
const checkSequence = (sequence: Element, bytes: Uint8Array): void => {
  if (sequence.items === undefined && sequence.length > 0) {
    // A gateway that did not know it wrote it as UN, with items in implicit encoding (PS3.5 6.2.2).
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

/** What dicom-parser throws is text. It nests calls as deep as a file nests sequences. */
const faultOf = (thrown: unknown, { place }: GuardedStream): EndOfBytes | Malformed => {
  if (thrown instanceof EndOfBytes || thrown instanceof Malformed) return thrown;
  const problem = thrown instanceof RangeError ? 'sequences are nested too deep' : `${thrown}`;
  return new Malformed(`${place}: ${problem}`, { cause: thrown });
};

/**
 * Reads the next element; of sequences that are read the items, too, of pixels no value.
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
 * The attributes of an object from `at` to its pixels, or to the end of the bytes.
 * @throws Malformed
 */
export const attributesFrom = (bytes: Uint8Array, at: number, encoding: Encoding): Attributes => {
  const stream = new GuardedStream(bytes, encoding, at);
  const elements: Record<string, Element> = {};
  const found = { bytes: stream.bytes, byteArrayParser: stream.byteArrayParser, elements };
  try {
    while (stream.position < bytes.length) {
      const tag = stream.nextTag();
      // Some writers end a sequence that has told its length.
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

/** The items of a sequence; none of what is no sequence. */
export const itemsOf = (sequence: Element | undefined): readonly Elements[] =>
  (sequence?.items ?? []).flatMap(({ dataSet }) => (dataSet ? [dataSet.elements] : []));
