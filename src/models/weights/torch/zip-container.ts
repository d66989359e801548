import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { SpineError } from '../../../domain/spine-error.ts';
import { type ByteFile, readBytes } from '../byte-file.ts';
import { ELEMENT_BYTES } from '../element-types.ts';
import {
  torchBigEndian,
  torchCompressed,
  torchCorrupt,
  torchNotACheckpoint,
  torchScript,
  torchTruncated,
} from './errors.ts';
import { torchHost } from './tensor-builders.ts';
import type { TorchContainer } from './torch-container.ts';
import { unpickle } from './unpickle.ts';

/** Records of a zip file by name, without PyTorch's enclosing folder (named after the file, or `archive`). */
interface Records {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
}

const DATA = /^(?:[^/]+\/)?data\.pkl$/;

const entriesOf = async (zip: ZipFile): Promise<ReadonlyMap<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) {
    if (entries.has(entry.fileName)) throw torchCorrupt(`the record "${entry.fileName}" is in it twice`);
    entries.set(entry.fileName, entry);
  }
  return entries;
};

const withoutFolder = (entries: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> => {
  const [data, second] = [...entries.keys()].filter((name) => DATA.test(name));
  if (data === undefined) throw torchNotACheckpoint('it is a zip file without data.pkl');
  if (second !== undefined) throw torchCorrupt(`"${data}" and "${second}" are both in it`);
  const folder = data.slice(0, -'data.pkl'.length);
  return new Map(
    [...entries].flatMap(([name, entry]) => (name.startsWith(folder) ? [[name.slice(folder.length), entry]] : [])),
  );
};

/** Disables `autoClose`, since the zip is read until its container is closed. */
const openZip = (path: string): Promise<ZipFile> =>
  openPromise(path, { lazyEntries: true, autoClose: false }).catch((cause: unknown) => {
    throw torchTruncated('the table at the end of the zip file is missing or damaged', cause);
  });

const recordStart = async ({ zip }: Records, entry: Entry): Promise<number> => {
  if (entry.compressionMethod !== 0 || entry.isEncrypted()) throw torchCompressed(entry.fileName);
  try {
    return (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
  } catch (cause) {
    throw torchCorrupt(`the record "${entry.fileName}" is not where the zip file says`, cause);
  }
};

const recordBytes = async (file: ByteFile, records: Records, name: string): Promise<Uint8Array | undefined> => {
  const entry = records.entries.get(name);
  if (entry === undefined) return undefined;
  const start = await recordStart(records, entry);
  return readBytes(file, start, entry.uncompressedSize);
};

const requireReadable = async (file: ByteFile, records: Records): Promise<Uint8Array> => {
  if (records.entries.has('constants.pkl')) throw torchScript();
  const byteOrder = await recordBytes(file, records, 'byteorder');
  if (byteOrder !== undefined && Buffer.from(byteOrder).toString('latin1').trim() !== 'little') throw torchBigEndian();
  const data = await recordBytes(file, records, 'data.pkl');
  if (data === undefined) throw torchNotACheckpoint('it is a zip file without data.pkl');
  return data;
};

const contained = async (file: ByteFile, zip: ZipFile): Promise<TorchContainer> => {
  const records: Records = {
    zip,
    entries: withoutFolder(
      await entriesOf(zip).catch((cause: unknown) => {
        throw cause instanceof SpineError ? cause : torchCorrupt('its list of records is damaged', cause);
      }),
    ),
  };
  const root = unpickle(await requireReadable(file, records), torchHost()).value;
  return {
    file,
    root,
    offsetOf: async ({ key, type, count }) => {
      const entry = records.entries.get(`data/${key}`);
      if (entry === undefined) throw torchCorrupt(`the record of storage "${key}" is missing`);
      if (entry.uncompressedSize !== count * ELEMENT_BYTES[type])
        throw torchCorrupt(`storage "${key}" has ${entry.uncompressedSize} bytes, which are not ${count} ${type}`);
      return recordStart(records, entry);
    },
    close: () => zip.close(),
  };
};

/** Opens a checkpoint of PyTorch 1.6 or later: a zip file of stored records, `data.pkl` and one `data/<key>` per storage. */
export const openZipContainer = async (file: ByteFile): Promise<TorchContainer> => {
  const zip = await openZip(file.path);
  try {
    return await contained(file, zip);
  } catch (error) {
    zip.close();
    throw error;
  }
};
