import pLimit from 'p-limit';
import type { Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { type DecodedSlice, decodeSlice } from './decode-slice.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';
import { readHeader } from './read-header.ts';
import type { SliceHeader } from './slice-header.ts';

/** How many files were opened so far, for their header alone and for all of them. */
export interface FilesRead {
  readonly headers: number;
  readonly slices: number;
}

/**
 * The slices of one study. Each file is read at most once for its header and once for its pixels, however many operators ask;
 * a slice that was asked for also answers for its header. What failed stays failed. Lives as long as its study does.
 */
export interface SliceStore {
  readonly header: (file: SliceFile, seriesId: string) => Promise<SliceHeader>;
  readonly slice: (file: SliceFile, seriesId: string) => Promise<DecodedSlice>;
  /** Bytes of the pixels held, and of the files that they are views of. */
  readonly bytes: () => number;
  readonly filesRead: () => FilesRead;
}

/** Files open at a time, however many are asked for at once; the others wait in order. */
const OPEN_FILES = 8;

/** The value kept under a key, made when it is asked for the first time. */
const kept = <V>(values: Map<string, V>, key: string, make: () => V): V => {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
};

const readSlice = async (read: ReadBytes, file: SliceFile, place: Where): Promise<DecodedSlice> => {
  const where = { ...place, file: file.name };
  return decodeSlice(await bytesAt(read, file.path, { where }), where);
};

/**
 * An empty store.
 * @param read  gives the bytes of a file
 * @param where the study, for messages; series and file are added to it
 */
export const sliceStore = (read: ReadBytes, where: Where = {}): SliceStore => {
  const headers = new Map<string, Promise<SliceHeader>>();
  const slices = new Map<string, Promise<DecodedSlice>>();
  const inTurn = pLimit(OPEN_FILES);
  let bytes = 0;
  const counted = async (reading: Promise<DecodedSlice>): Promise<DecodedSlice> => {
    const slice = await reading;
    bytes += slice.pixels.buffer.byteLength;
    return slice;
  };
  return {
    header: (file, seriesId) =>
      slices.get(file.path)?.then((slice) => slice.header) ??
      kept(headers, file.path, () => inTurn(() => readHeader(read, file, { ...where, seriesId }))),
    slice: (file, seriesId) =>
      kept(slices, file.path, () => inTurn(() => counted(readSlice(read, file, { ...where, seriesId })))),
    bytes: () => bytes,
    filesRead: () => ({ headers: headers.size, slices: slices.size }),
  };
};
