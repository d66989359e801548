import type { SliceHeader } from '../../domain/slice-header.ts';
import { contrastOf } from './contrast-of.ts';
import type { ParsedObject } from './object.ts';
import { originOf } from './origin-of.ts';
import { placeOf } from './place-of.ts';
import { pixelPlaceOf, storageOf } from './storage-of.ts';

/** An object up to its pixels, or server metadata, which has none. */
export type DescribedObject = Omit<ParsedObject, 'pixels'> & { readonly pixels?: ParsedObject['pixels'] | undefined };

/** Builds the header of a single-image object, or of a frame whose attributes were merged into those of its object. */
export const headerOf = (object: DescribedObject): SliceHeader => ({
  transferSyntaxUid: object.transferSyntaxUid,
  ...originOf(object),
  ...contrastOf(object),
  ...placeOf(object),
  ...storageOf(object),
  pixelData: object.pixels && pixelPlaceOf(object.pixels),
});
