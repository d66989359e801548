import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import { brokenHeader, framesDisagree } from '../errors.ts';
import { labelOf, TAGS } from '../tags.ts';
import { type DataSet, itemsOf } from './data-set.ts';
import { type Element, EndOfBytes, Malformed } from './element.ts';
import { headerOf } from './header-of.ts';
import type { ParsedObject } from './object.ts';

type Elements = ReadonlyMap<number, Element>;

/** Functional groups (PS3.3 C.7.6.16, C.8.13.5) whose attributes are read, and those attributes that a converted object had no group for. */
const GROUPS: readonly number[] = [
  TAGS.unassignedSharedSequence,
  TAGS.unassignedPerFrameSequence,
  TAGS.pixelMeasuresSequence,
  TAGS.planePositionSequence,
  TAGS.planeOrientationSequence,
  TAGS.frameContentSequence,
  TAGS.frameAnatomySequence,
  TAGS.pixelValueTransformationSequence,
  TAGS.mrImageFrameTypeSequence,
  TAGS.mrTimingSequence,
  TAGS.mrEchoSequence,
  TAGS.mrModifierSequence,
  TAGS.mrDiffusionSequence,
].map(({ code }) => code);

/** The attributes of the functional groups in an item. Each has its place in one group, so that they can lie side by side. */
const attributesIn = ({ bytes, elements }: DataSet): Elements => {
  const found = new Map<number, Element>();
  for (const group of GROUPS) {
    const sequence = elements.get(group);
    const item = sequence && itemsOf(bytes, sequence).next().value;
    for (const [tag, element] of item?.elements ?? []) found.set(tag, element);
  }
  return found;
};

/** Attributes of an object with several frames that cannot mean each of them. */
const OF_ONE_FRAME: readonly number[] = [TAGS.imagePosition, TAGS.instanceNumber].map(({ code }) => code);

const ofAllFrames = (elements: Elements, frames: number): Map<number, Element> =>
  new Map(frames === 1 ? elements : [...elements].filter(([tag]) => !OF_ONE_FRAME.includes(tag)));

const FRAMES = labelOf(TAGS.numberOfFrames);

/** The items of the per-frame groups, of which there must be `frames`. */
const perFrameItems = (object: ParsedObject, sequence: Element, frames: number, where: Where): readonly DataSet[] => {
  const found: DataSet[] = [];
  for (const item of itemsOf(object.bytes, sequence)) if (found.push(item) > frames) break;
  if (found.length === frames) return found;
  const count = found.length > frames ? `more than ${frames}` : found.length;
  const label = labelOf(TAGS.perFrameFunctionalGroups);
  throw framesDisagree(`${FRAMES} is ${frames}, but ${label} has ${count} items`, where);
};

/** No MR object has more. Without functional groups nothing else in a compressed object contradicts a number that is nonsense. */
const MAX_FRAMES = 16_384;

/** How many frames an object has: a number that its pixels have room for. */
const frameCountOf = (header: SliceHeader, where: Where): number => {
  const {
    numberOfFrames: frames = 1,
    rows = 0,
    columns = 0,
    samplesPerPixel = 1,
    bitsAllocated = 0,
    pixelData,
  } = header;
  if (frames <= 1) return 1;
  if (!Number.isInteger(frames) || frames > MAX_FRAMES)
    throw framesDisagree(`${FRAMES} is ${frames}, expected an integer up to ${MAX_FRAMES}`, where);
  const needed = Math.ceil((frames * rows * columns * samplesPerPixel * bitsAllocated) / 8);
  if (pixelData !== undefined && !pixelData.encapsulated && pixelData.length < needed)
    throw framesDisagree(
      `${FRAMES} is ${frames}, but the pixel data has ${pixelData.length} bytes, expected ${needed}`,
      where,
    );
  return frames;
};

const headersOf = (object: ParsedObject, where: Where): readonly SliceHeader[] => {
  const whole = headerOf(object);
  const [shared, perFrame] = [TAGS.sharedFunctionalGroups, TAGS.perFrameFunctionalGroups].map(({ code }) =>
    object.elements.get(code),
  );
  const frames = frameCountOf(whole, where);
  if (frames === 1 && shared === undefined && perFrame === undefined) return [whole];
  const sharedItem = shared && itemsOf(object.bytes, shared).next().value;
  const common: Elements = new Map([
    ...ofAllFrames(object.elements, frames),
    ...(sharedItem ? attributesIn(sharedItem) : []),
  ]);
  const numbered = (header: SliceHeader, index: number) => (frames === 1 ? header : { ...header, frame: index + 1 });
  if (perFrame === undefined) {
    const header = headerOf({ ...object, elements: common });
    return Array.from({ length: frames }, (_, index) => numbered(header, index));
  }
  return perFrameItems(object, perFrame, frames, where).map((item, index) =>
    numbered(headerOf({ ...object, elements: new Map([...common, ...attributesIn(item)]) }), index),
  );
};

/**
 * The headers of an object: one a frame, numbered from 1 where there are several. What a functional group says of a frame comes before what
 * it says of all frames, and that before the attributes of the object. What is missing stays undefined; without groups the frames
 * of an object have no position.
 * @throws DICOM_FRAMES_DISAGREE, DICOM_HEADER_BROKEN
 */
export const headersOfObject = (object: ParsedObject, where: Where): readonly SliceHeader[] => {
  try {
    return headersOf(object, where);
  } catch (cause) {
    // The sequence was stepped over by its length; only now that its items are looked at is it found to be damaged.
    if (cause instanceof EndOfBytes || cause instanceof Malformed)
      throw brokenHeader(object.bytes.length, { where, cause });
    throw cause;
  }
};
