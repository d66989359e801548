import type { Element } from 'dicom-parser';
import type { SliceHeader } from '../../domain/slice-header.ts';
import type { Where } from '../../domain/spine-error.ts';
import { framesDisagree } from '../errors.ts';
import { labelOf, SEQUENCES, TAGS } from '../tags.ts';
import { contrastOf } from './contrast-of.ts';
import { type Elements, itemsOf } from './data-set.ts';
import type { ParsedObject } from './object.ts';
import { originOf } from './origin-of.ts';
import { placeOf } from './place-of.ts';
import { pixelPlaceOf, storageOf } from './storage-of.ts';

/** An object up to its pixels, or server metadata, which has none. */
type DescribedObject = Omit<ParsedObject, 'pixels'> & { readonly pixels?: ParsedObject['pixels'] | undefined };

/** Builds the header of a single-image object, or of a frame whose attributes were merged into those of its object. */
const headerOf = (object: DescribedObject): SliceHeader => ({
  transferSyntaxUid: object.transferSyntaxUid,
  ...originOf(object),
  ...contrastOf(object),
  ...placeOf(object),
  ...storageOf(object),
  pixelData: object.pixels && pixelPlaceOf(object.pixels),
});

/** Attributes of the functional groups in an item, flattened; each attribute belongs to one group. */
const attributesIn = (item: Elements): Elements =>
  Object.assign({}, ...SEQUENCES.map(({ key }) => itemsOf(item[key])[0]));

/** Attributes of a multi-frame object that do not apply to each frame. */
const ofAllFrames = (elements: Elements, frames: number): Elements => {
  if (frames === 1) return elements;
  const { [TAGS.imagePosition.key]: _position, [TAGS.instanceNumber.key]: _number, ...common } = elements;
  return common;
};

const FRAMES = labelOf(TAGS.numberOfFrames);

/** Items of the per-frame groups; there must be exactly `frames`. */
const perFrameItems = (sequence: Element, frames: number, where: Where): readonly Elements[] => {
  const items = itemsOf(sequence);
  if (items.length === frames) return items;
  const count = items.length > frames ? `more than ${frames}` : items.length;
  const label = labelOf(TAGS.perFrameFunctionalGroups);
  throw framesDisagree(`${FRAMES} is ${frames}, but ${label} has ${count} items`, where);
};

/** No MR object has more frames. Without functional groups, nothing else in a compressed object exposes a nonsensical number. */
const MAX_FRAMES = 16_384;

/** Number of frames, which must fit the pixels. */
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
 * Returns the headers of an object, one per frame, numbered from 1 if there are several. Per-frame groups take precedence over shared groups, and
 * those over the object's attributes. Missing values stay undefined; without groups, frames have no position.
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
