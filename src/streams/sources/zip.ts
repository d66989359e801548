import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Entry, ZipFile } from 'yauzl';
import { z } from 'zod';
import { defineSource, type SourceFiles, type StudyInput } from '../../core/define-source.ts';
import type { StudyItem } from '../../core/study-item.ts';
import type { ReadBytes } from '../../dicom/index.ts';
import { compareIds } from '../../domain/compare-ids.ts';
import { SpineError } from '../../domain/spine-error.ts';
import type { StudyRef } from '../../domain/study.ts';
import { openZipFile } from './archive-file.ts';
import { sourceEmpty, sourceFolderMissing } from './errors.ts';
import { inputDigest, sizeAndTime } from './study-files.ts';
import { studiesByHeader } from './study-items.ts';

/** `studies/a.zip!/IM000001` is a file in an archive. */
const WITHIN = /^(?<archive>.*?\.zip)!(?:\/(?<name>.*))?$/i;
const partsOf = (path: string): { readonly archive: string; readonly name: string } => {
  const { archive = path, name = '' } = WITHIN.exec(path)?.groups ?? {};
  return { archive, name };
};
const ARCHIVE = /\.zip$/i;
/** Archives whose directories are in memory; each study in progress needs one. */
const MOST_OPEN = 16;
/** Far larger than any image; an entry that claims to be larger is not unpacked. */
const MOST_BYTES = 2 ** 30;

interface Archive {
  readonly zip: ZipFile;
  readonly entries: ReadonlyMap<string, Entry>;
}

/** Folders, hidden files and macOS metadata contain no images. */
const mayBeImage = (name: string): boolean =>
  !name.endsWith('/') && !name.startsWith('__MACOSX/') && !name.split('/').some((part) => part.startsWith('.'));

const openArchive = async (path: string): Promise<Archive> => {
  const zip = await openZipFile(path);
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of zip.eachEntry()) if (mayBeImage(entry.fileName)) entries.set(entry.fileName, entry);
  } catch (cause) {
    zip.close();
    throw cause;
  }
  return { zip, entries };
};

/** Unpacks only the requested part of an entry. */
const unpacked = async (
  { zip, entries }: Archive,
  name: string,
  maxBytes: number,
  from: number,
): Promise<Uint8Array> => {
  const entry = entries.get(name);
  if (entry === undefined) throw new Error('the archive has no such file any more');
  if (entry.isEncrypted()) throw new Error('the file is encrypted');
  if (entry.uncompressedSize > MOST_BYTES) throw new Error('the file unpacks to more than any image');
  const end = Math.min(entry.uncompressedSize, from + maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of await zip.openReadStreamPromise(entry)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= end) break;
  }
  return new Uint8Array(Buffer.concat(chunks).subarray(from, end));
};

/** Open archives by path, an LRU cache. */
const openArchives = () => {
  const open = new Map<string, Promise<Archive>>();
  const close = async (path: string): Promise<void> => {
    const archive = open.get(path);
    open.delete(path);
    await archive?.then(
      ({ zip }) => zip.close(), // reads in progress finish
      () => undefined,
    );
  };
  const get = async (path: string): Promise<Archive> => {
    const archive = open.get(path) ?? openArchive(path);
    open.delete(path);
    open.set(path, archive); // moved to the end
    for (const [oldest] of open) if (open.size > MOST_OPEN) await close(oldest);
    return archive;
  };
  const read: ReadBytes = async (path, maxBytes = Number.POSITIVE_INFINITY, from = 0) => {
    const { archive, name } = partsOf(path);
    return unpacked(await get(archive), name, maxBytes, from);
  };
  const closeAll = async (): Promise<void> => {
    for (const path of [...open.keys()]) await close(path);
  };
  return { get, read, close, closeAll };
};

type Archives = ReturnType<typeof openArchives>;

/** The studies in an archive, like those in a folder without descriptions. */
const itemsIn = async (path: string, archives: Archives): Promise<readonly StudyItem[]> => {
  const id = basename(path).replace(ARCHIVE, '');
  const done = () => archives.close(path);
  try {
    const { entries } = await archives.get(path);
    const files = [...entries.keys()].map((name) => ({ name, path: `${path}!/${name}` }));
    const items = await studiesByHeader(id, { files, readBytes: archives.read, location: `${path}!` });
    return items.map((item) => ({ ...item, done }));
  } catch (cause) {
    const reason = 'its archive is damaged or no zip file; copy or export it again';
    return [
      { study: { id }, error: new SpineError({ code: 'STUDY_UNREADABLE', reason, where: { studyId: id }, cause }) },
    ];
  }
};

async function* studiesOf(paths: readonly string[], archives: Archives): AsyncGenerator<StudyItem> {
  for (const path of paths) yield* await itemsIn(path, archives);
}

/** Sizes and times of a study's archives. */
const inputOf = async ({ series = [] }: Partial<StudyRef>): Promise<StudyInput> => {
  const archives = [...new Set(series.map(({ folder }) => partsOf(folder).archive))].sort();
  const found = await Promise.all(archives.map(sizeAndTime));
  const text = found.map(({ size, mtimeMs }) => `${size} ${mtimeMs}`).join('\n');
  return {
    bytes: found.reduce((sum, { size }) => sum + size, 0),
    digest: inputDigest(text),
  };
};

const archivesIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder).catch((cause: unknown) => Promise.reject(sourceFolderMissing(folder, cause)));
  const archives = names.filter((name) => ARCHIVE.test(name) && !name.startsWith('.')).sort(compareIds);
  if (archives.length === 0) throw sourceEmpty(folder);
  return archives;
};

/** Studies in zip files, as exported by a PACS or a portal; unpacks nothing to disk. */
export const zip = defineSource({
  name: 'zip',
  summary: 'Studies in zip archives of a folder, one archive per study; nothing is extracted to disk.',
  description:
    'A study is named after its archive. Series are found by their headers, anywhere in the archive; an archive may contain several studies.',
  options: z.strictObject({
    path: z.string().min(1).describe('the folder of archives, e.g. "${studies}" for that of --studies'),
  }),
  example: { options: { path: '${folder}' } },
  open: async ({ path }) => {
    const names = await archivesIn(path);
    const archives = openArchives();
    const files: SourceFiles = { readBytes: archives.read, listFiles: async () => [] };
    return {
      studies: studiesOf(
        names.map((name) => join(path, name)),
        archives,
      ),
      count: undefined, // an archive may hold several
      location: path,
      files,
      inputOf,
      origin: { archives: names },
      descriptions: undefined,
      close: archives.closeAll,
    };
  },
});
