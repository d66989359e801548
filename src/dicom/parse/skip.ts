import {
  cutWithin,
  type Element,
  type Encoding,
  elementAt,
  IMPLICIT_LE,
  ITEM,
  ITEM_END,
  Malformed,
  placeOf,
  SEQUENCE_END,
  UNDEFINED_LENGTH,
} from './element.ts';

/** Sequences in sequences. Real files have fewer than ten. */
const MAX_DEPTH = 128;

const PIXEL_DATA = 0x7fe00010;

/** An open sequence or item whose end a delimiter will tell. */
interface Level {
  readonly kind: 'sequence' | 'fragments' | 'item';
  /** Of the elements within. */
  readonly encoding: Encoding;
}

/** Elements of sequences: what a gateway did not know it wrote as UN, whose items are in implicit encoding (PS3.5 6.2.2). */
export const encodingWithin = ({ vr, encoding }: Element): Encoding => (vr === 'UN' ? IMPLICIT_LE : encoding);

const levelOf = (element: Element): Level => {
  const isFragmented = element.vr === 'OB' || element.vr === 'OW' || element.tag === PIXEL_DATA;
  return { kind: isFragmented ? 'fragments' : 'sequence', encoding: encodingWithin(element) };
};

/** What an element does to the open levels: it may open one, close the innermost, or neither. */
const stepOf = (element: Element, { kind, encoding }: Level): Level | 'close' | undefined => {
  const { tag, length, offset } = element;
  if (kind === 'item') {
    if (tag === ITEM_END) return 'close';
    if (tag === ITEM || tag === SEQUENCE_END)
      throw new Malformed(`${placeOf(tag)} at byte ${offset - 8} within an item that has not ended`);
    return length === UNDEFINED_LENGTH ? levelOf(element) : undefined;
  }
  if (tag === SEQUENCE_END) return 'close';
  if (tag !== ITEM)
    throw new Malformed(`${placeOf(tag)} at byte ${offset - 8} where a sequence needs an item or its end`);
  if (length !== UNDEFINED_LENGTH) return undefined;
  if (kind === 'fragments') throw new Malformed(`a fragment of undefined length at byte ${offset - 8}`);
  return { kind: 'item', encoding };
};

/**
 * Where the element behind this one begins. Sequences of undefined length are walked through without recursion, all else is
 * stepped over by its length.
 * @throws EndOfBytes where the value reaches beyond the bytes
 * @throws Malformed for sequences that do not nest, or nest more than 128 deep
 */
export const behind = (bytes: Uint8Array, element: Element): number => {
  if (element.length !== UNDEFINED_LENGTH) {
    const end = element.offset + element.length;
    if (end > bytes.length) throw cutWithin(element.tag, element.offset, bytes);
    return end;
  }
  const open = [levelOf(element)];
  let at = element.offset;
  while (open.length > 0) {
    const inner = open[open.length - 1]!;
    const next = elementAt(bytes, at, inner.encoding);
    const step = stepOf(next, inner);
    at = next.offset;
    if (step === 'close') open.pop();
    else if (step !== undefined) open.push(step);
    else at += next.length;
    if (at > bytes.length) throw cutWithin(next.tag, next.offset, bytes);
    if (open.length > 2 * MAX_DEPTH) throw new Malformed(`sequences are nested more than ${MAX_DEPTH} deep`);
  }
  return at;
};
