import type { Element } from 'dicom-parser';
import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import { framesDisagree } from '../errors.ts';
import { labelOf, SEQUENCES, TAGS } from '../tags.ts';
import { type Elements, itemsOf } from './data-set.ts';
import { type DescribedObject, headerOf } from './header-of.ts';

/** The attributes of the functional groups in an item. Each has its place in one group, so that they can lie side by side. */
const attributesIn = (item: Elements): Elements =>
  Object.assign({}, ...SEQUENCES.map(({ key }) => itemsOf(item[key])[0]));

/** Attributes of an object with several frames that cannot mean each of them. */
const ofAllFrames = (elements: Elements, frames: number): Elements => {
  if (frames === 1) return elements;
  const { [TAGS.imagePosition.key]: _position, [TAGS.instanceNumber.key]: _number, ...common } = elements;
  return common;
};

const FRAMES = labelOf(TAGS.numberOfFrames);

/** The items of the per-frame groups, of which there must be `frames`. */
const perFrameItems = (sequence: Element, frames: number, where: Where): readonly Elements[] => {
  const items = itemsOf(sequence);
  if (items.length === frames) return items;
  const count = items.length > frames ? `more than ${frames}` : items.length;
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

/**
 * The headers of an object: one a frame, numbered from 1 where there are several. What a functional group says of a frame comes before what
 * it says of all frames, and that before the attributes of the object. What is missing stays undefined; without groups the frames
 * of an object have no position.
 * @throws DICOM_FRAMES_DISAGREE
 */
export const headersOfObject = (object: DescribedObject, where: Where): readonly SliceHeader[] => {
  const whole = headerOf(object);
  const { elements } = object;
  const shared = elements[TAGS.sharedFunctionalGroups.key];
  const perFrame = elements[TAGS.perFrameFunctionalGroups.key];
  const frames = frameCountOf(whole, where);
  if (frames === 1 && shared === undefined && perFrame === undefined) return [whole];
  const common: Elements = { ...ofAllFrames(elements, frames), ...attributesIn(itemsOf(shared)[0] ?? {}) };
  const numbered = (header: SliceHeader, index: number) => (frames === 1 ? header : { ...header, frame: index + 1 });
  if (perFrame === undefined) {
    const header = headerOf({ ...object, elements: common });
    return Array.from({ length: frames }, (_, index) => numbered(header, index));
  }
  return perFrameItems(perFrame, frames, where).map((item, index) =>
    numbered(headerOf({ ...object, elements: { ...common, ...attributesIn(item) } }), index),
  );
};
