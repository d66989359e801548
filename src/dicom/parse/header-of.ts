import type { SliceHeader } from '../../domain/slice-header.ts';
import { contrastOf } from './contrast-of.ts';
import type { ParsedObject } from './object.ts';
import { originOf } from './origin-of.ts';
import { placeOf } from './place-of.ts';
import { pixelPlaceOf, storageOf } from './storage-of.ts';

/** The header of an object with one image, or of a frame whose attributes were put among those of its object. */
export const headerOf = (object: ParsedObject): SliceHeader => ({
  transferSyntaxUid: object.transferSyntaxUid,
  ...originOf(object),
  ...contrastOf(object),
  ...placeOf(object),
  ...storageOf(object),
  pixelData: pixelPlaceOf(object.pixels),
});
