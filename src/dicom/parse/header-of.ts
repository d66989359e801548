import type { SliceHeader } from '../../domain/slice-header.ts';
import { contrastOf } from './contrast-of.ts';
import type { ParsedObject } from './object.ts';
import { originOf } from './origin-of.ts';
import { placeOf } from './place-of.ts';
import { pixelPlaceOf, storageOf } from './storage-of.ts';

/** An object up to its pixels, or what a server says of it, which has none. */
export type DescribedObject = Omit<ParsedObject, 'pixels'> & { readonly pixels?: ParsedObject['pixels'] | undefined };

/** The header of an object with one image, or of a frame whose attributes were put among those of its object. */
export const headerOf = (object: DescribedObject): SliceHeader => ({
  transferSyntaxUid: object.transferSyntaxUid,
  ...originOf(object),
  ...contrastOf(object),
  ...placeOf(object),
  ...storageOf(object),
  pixelData: object.pixels && pixelPlaceOf(object.pixels),
});
