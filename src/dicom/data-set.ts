import type { Where } from '../domain/spine-error.ts';
import { placeOf, UNDEFINED_LENGTH } from './parse/element.ts';
import { type ParsedObject, parseObject } from './parse/object.ts';

/** The attributes of a file up to its pixel data, for the decoder of single slices. */
export interface HeaderData {
  readonly dataSet: ParsedObject;
  readonly pixelElement: {
    readonly tag: string;
    readonly vr: string;
    readonly dataOffset: number;
    readonly length: number;
    readonly hadUndefinedLength: boolean;
  };
}

/** @throws as `parseHeaders` does, but for its frames */
export const headerDataOf = (bytes: Uint8Array, where: Where = {}): HeaderData => {
  const dataSet = parseObject(bytes, where);
  const { tag, vr, offset, length } = dataSet.pixels;
  const hadUndefinedLength = length === UNDEFINED_LENGTH;
  return { dataSet, pixelElement: { tag: placeOf(tag), vr, dataOffset: offset, length, hadUndefinedLength } };
};
