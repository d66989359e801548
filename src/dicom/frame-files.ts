import type { SliceHeader } from '../domain/slice-header.ts';
import type { Where } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';
import { type DecodedSlice, decodedFrame } from './decode-slice.ts';
import type { FrameRanges } from './encapsulated-frames.ts';
import { type FrameData, fragmentRanges, nativeRange } from './frame-bytes.ts';
import { type OpenFile, openFile } from './open-file.ts';
import { framePlaceOf, pixelFormatOf } from './pixel-format.ts';
import { bytesAt, type ReadBytes } from './read-bytes.ts';
import { requireSameImage } from './same-image.ts';
import { codecOf, DEFLATED_LITTLE_ENDIAN } from './transfer-syntax.ts';

/** A request for a frame. */
interface FrameRequest {
  /** Header of the frame; read with the file if unknown. */
  readonly header: SliceHeader | undefined;
  readonly where: Where;
}

/**
 * Multi-frame files of a study. For a native file with a known header, only the bytes of a frame are read. Other files are read whole, once, and
 * shared while frames of them are pending; fragment positions are remembered, so that a later request reads its own bytes only.
 */
export interface FrameFiles {
  /** Keeps the file's data while `work` runs. */
  readonly using: <T>(file: SliceFile, work: () => Promise<T>) => Promise<T>;
  readonly slice: (file: SliceFile, request: FrameRequest) => Promise<DecodedSlice>;
  /** Bytes of the files held at present. */
  readonly bytes: () => number;
}

interface Shared {
  users: number;
  file: Promise<OpenFile> | undefined;
  byteCount: number;
}

export const frameFiles = (read: ReadBytes): FrameFiles => {
  const held = new Map<string, Shared>();
  const fragmentsOf = new Map<string, readonly FrameRanges[]>();

  const shared = (path: string): Shared => {
    const entry = held.get(path) ?? { users: 0, file: undefined, byteCount: 0 };
    held.set(path, entry);
    return entry;
  };
  const opened = async (path: string, entry: Shared, where: Where): Promise<OpenFile> => {
    const file = openFile(await bytesAt(read, path, { where }), where);
    entry.byteCount = file.bytes.buffer.byteLength;
    return file;
  };

  /** The frame alone, if its position is known without the rest of the file. */
  const frameAlone = async (file: SliceFile, header: SliceHeader, where: Where): Promise<FrameData | undefined> => {
    const { pixelData: place, transferSyntaxUid: uid } = header;
    if (place === undefined || uid === DEFLATED_LITTLE_ENDIAN) return undefined;
    const frame = framePlaceOf(header, file.frame, where);
    const part = async (from: number, to: number) => ({
      bytes: await bytesAt(read, file.path, { where, maxBytes: to - from, from }),
      bytesFrom: from,
      place,
      ...frame,
    });
    if (codecOf(uid)?.kind === 'native') {
      const { from, to } = nativeRange({ place, ...frame }, { uid, format: pixelFormatOf(header, where), where });
      return part(from, to);
    }
    const fragments = fragmentsOf.get(file.path)?.[frame.index];
    if (fragments === undefined) return undefined;
    return { ...(await part(fragments[0]!.from, fragments.at(-1)!.to)), fragments };
  };

  /** The frame within its whole file. */
  const frameInFile = async (file: SliceFile, { header: known, where }: FrameRequest) => {
    const entry = shared(file.path);
    entry.file ??= opened(file.path, entry, where);
    const open = await entry.file;
    const header = known?.pixelData === undefined ? open.headerOf(file.frame, where) : known;
    if (known !== undefined) requireSameImage(known, header, where);
    const data: FrameData = { ...open, ...framePlaceOf(header, file.frame, where), bytesFrom: 0 };
    const kind = codecOf(header.transferSyntaxUid)?.kind;
    if (kind === undefined || kind === 'native') return { header, data };
    const all = fragmentsOf.get(file.path) ?? fragmentRanges(data, where);
    fragmentsOf.set(file.path, all);
    return { header, data: { ...data, fragments: all[data.index] } };
  };

  return {
    using: async (file, work) => {
      const entry = shared(file.path);
      entry.users++;
      try {
        return await work();
      } finally {
        entry.users--;
        if (entry.users === 0) held.delete(file.path);
      }
    },
    slice: async (file, request) => {
      const { header, where } = request;
      const isHeld = held.get(file.path)?.file !== undefined;
      const alone = header === undefined || isHeld ? undefined : await frameAlone(file, header, where);
      const found =
        alone !== undefined && header !== undefined ? { header, data: alone } : await frameInFile(file, request);
      return decodedFrame(found.header, found.data, { canonical: file.canonical, where });
    },
    bytes: () => [...held.values()].reduce((sum, { byteCount }) => sum + byteCount, 0),
  };
};
