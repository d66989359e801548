import pLimit from 'p-limit';
import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { type DecodedSlice, decodeSlice } from './decode-slice.ts';
import { frameFiles } from './frame-files.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';
import { readHeader } from './read-header.ts';
import { turnedHeader } from './turn-slice.ts';

/** Number of headers and slices read so far; headers known in advance do not count. */
interface FilesRead {
  readonly headers: number;
  readonly slices: number;
}

/**
 * Cache of the slices of one study, as stored or in standard orientation and values, as each file's `canonical` says. Reads each header and each
 * slice's pixels at most once, however many operators request them; a cached slice also provides its header. Failures are cached. Lives as long as
 * its study.
 */
export interface SliceStore {
  readonly header: (file: SliceFile, seriesId: string) => Promise<SliceHeader>;
  readonly slice: (file: SliceFile, seriesId: string) => Promise<DecodedSlice>;
  /** Bytes held by pixels and by the files that they are views of or are read from. */
  readonly bytes: () => number;
  readonly filesRead: () => FilesRead;
}

export interface SliceStoreOptions {
  /** Headers known in advance, as stored; not read again. */
  readonly known?: ((file: SliceFile) => SliceHeader | undefined) | undefined;
}

/** Maximum number of open files; further requests wait in order. */
const OPEN_FILES = 8;

/** Returns the cached value of a key, computing it on first use. */
const kept = <V>(values: Map<string, V>, key: string, make: () => V): V => {
  const value = values.get(key) ?? make();
  values.set(key, value);
  return value;
};

const imageKey = ({ path, frame = 0 }: SliceFile): string => `${frame} ${path}`;

const sliceKey = (file: SliceFile): string => {
  const { turn, rescale } = file.canonical ?? {};
  const how = turn && [turn.transpose, turn.flipColumns, turn.flipRows, rescale].map(Number).join('');
  return `${how ?? 'stored'} ${imageKey(file)}`;
};

const brought = (header: SliceHeader, { canonical }: SliceFile): SliceHeader =>
  canonical === undefined ? header : turnedHeader(header, canonical.turn);

/**
 * Returns an empty cache of a study's slices, which reads each header and each slice once, on first use.
 * @param read     reads the bytes of a file
 * @param where    the study, for messages; series and file are added to it
 * @param options  headers that were read before
 *
 * @example
 * import { readBytes, sliceStore } from 'spinestream/dicom';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const slices = sliceStore(readBytes, { studyId: '1' });
 * const file = { name: '3.dcm', path: 'studies/train_images/1/11/3.dcm', instanceNumber: 3 };
 * (await slices.slice(file, '11')).pixels.length; // 1024
 * (await slices.header(file, '11')).instanceNumber; // 3
 */
export const sliceStore = (read: ReadBytes, where: Where = {}, { known }: SliceStoreOptions = {}): SliceStore => {
  const headers = new Map<string, Promise<SliceHeader>>();
  const slices = new Map<string, Promise<DecodedSlice>>();
  const inTurn = pLimit(OPEN_FILES);
  const frames = frameFiles(read);
  let bytes = 0;
  const counted = async (reading: Promise<DecodedSlice>): Promise<DecodedSlice> => {
    const slice = await reading;
    bytes += slice.pixels.buffer.byteLength;
    return slice;
  };
  const image = async (file: SliceFile, place: Where): Promise<DecodedSlice> =>
    decodeSlice(await bytesAt(read, file.path, { where: place }), place, {
      canonical: file.canonical,
      known: known?.(file),
    });
  const readSlice = (file: SliceFile, place: Where): Promise<DecodedSlice> => {
    if (file.frame === undefined) return inTurn(() => counted(image(file, place)));
    return frames.using(file, () => inTurn(() => counted(frames.slice(file, { header: known?.(file), where: place }))));
  };
  const storedHeader = (file: SliceFile, seriesId: string): Promise<SliceHeader> => {
    const header = known?.(file);
    if (header !== undefined) return Promise.resolve(header);
    return kept(headers, imageKey(file), () => inTurn(() => readHeader(read, file, { ...where, seriesId })));
  };
  return {
    header: async (file, seriesId) => {
      const slice = slices.get(sliceKey(file));
      return slice === undefined ? brought(await storedHeader(file, seriesId), file) : (await slice).header;
    },
    slice: (file, seriesId) =>
      kept(slices, sliceKey(file), () => readSlice(file, { ...where, seriesId, file: file.name })),
    bytes: () => bytes + frames.bytes(),
    filesRead: () => ({ headers: headers.size, slices: slices.size }),
  };
};
