import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { asSpineError, type SpineError } from '../../domain/spine-error.ts';
import { idsUnreadable, studyLeftOut } from './errors.ts';
import { openStudies, type Studies } from './open-studies.ts';
import type { StudyFolderOptions, StudyItem } from './study-folder.ts';
import { studyTree } from './study-tree.ts';

/**
 * Yields all studies of a folder, in its order, one per request.
 *
 * @example
 * import { allStudies, openStudies } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const ids: string[] = [];
 * for await (const { study } of allStudies(await openStudies({ root: 'studies' }))) ids.push(study.id);
 * ids; // ['1', '2', '3']
 */
export async function* allStudies(folder: Pick<Studies, 'studyIds' | 'itemsOf'>): AsyncGenerator<StudyItem> {
  for (const id of folder.studyIds) yield* await folder.itemsOf(id);
}

/**
 * Yields the studies of these ids, in this order, each once; an id that the folder lacks becomes a failed study.
 * @param ids    may be an endless stream, such as lines of standard input
 * @param wants  whether this run grades a study
 *
 * @example
 * import { listedStudies, openStudies } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const outcomes: string[] = [];
 * for await (const { study, error } of listedStudies(await openStudies({ root: 'studies' }), ['3', '9']))
 *   outcomes.push(`${study.id} ${error?.code ?? 'found'}`);
 * outcomes; // ['3 found', '9 STUDY_MISSING']
 */
export async function* listedStudies(
  folder: Pick<Studies, 'itemsOf'>,
  ids: Iterable<string> | AsyncIterable<string>,
  wants: (id: string) => boolean = () => true,
): AsyncGenerator<StudyItem> {
  const seen = new Set<string>();
  for await (const id of ids) {
    if (seen.has(id) || !wants(id)) continue;
    seen.add(id);
    yield* await folder.itemsOf(id);
  }
}

/** Yields only this run's studies, even from a source without support for shards. */
export async function* wantedStudies(
  source: AsyncIterable<StudyItem>,
  wants: (id: string) => boolean = () => true,
): AsyncGenerator<StudyItem> {
  for await (const item of source) if (wants(item.study.id)) yield item;
}

/** Yields the same studies, with an error for those to leave out. */
export async function* withoutTrying(
  source: AsyncIterable<StudyItem>,
  studyIds: readonly string[] = [],
): AsyncGenerator<StudyItem> {
  const left = new Set(studyIds);
  for await (const item of source)
    yield left.has(item.study.id) ? { ...item, error: studyLeftOut(item.study.id) } : item;
}

/** Ids from a stream of text, one per line; skips blank lines and lines that begin with #. */
export async function* idLines(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const id = line.trim();
    if (id !== '' && !id.startsWith('#')) yield id;
  }
}

/** All ids of a stream of text that ends. */
export const allIds = async (input: NodeJS.ReadableStream): Promise<readonly string[]> => {
  const ids: string[] = [];
  for await (const id of idLines(input)) ids.push(id);
  return ids;
};

/**
 * Ids from a file, one per line. A file is finite, so that the total is known and resuming detects changes.
 * @throws IDS_UNREADABLE
 */
export const idFile = async (path: string): Promise<readonly string[]> => {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is no file');
    return await allIds(createReadStream(path));
  } catch (cause) {
    throw idsUnreadable(path, cause);
  }
};

export interface WatchOptions extends StudyFolderOptions {
  /** Polling interval of the folder. */
  readonly intervalMs: number;
  /** Time without changes after which a study counts as complete. */
  readonly settleMs: number;
  readonly now: () => number;
  readonly stop: AbortSignal;
  /** Called with the reason why the folder cannot be read, once per reason until it is readable again. */
  readonly onUnreadable?: ((error: SpineError) => void) | undefined;
}

/**
 * Yields each study of a growing folder once, as soon as it has settled and, if there are descriptions, is described.
 * Ends when stopped. Every poll rereads the descriptions; a half-written file is retried at the next one.
 */
export async function* watchedStudies(options: WatchOptions): AsyncGenerator<StudyItem> {
  const { intervalMs, settleMs, now, stop, onUnreadable } = options;
  const given = new Set<string>();
  let told = '';
  const unreadable = (cause: unknown) => {
    const error = asSpineError(cause);
    if (error.message !== told) onUnreadable?.(error);
    told = error.message;
  };
  while (!stop.aborted) {
    const studies = await openStudies(options).catch(unreadable);
    if (studies !== undefined) told = '';
    for (const id of studies?.studyIds ?? []) {
      if (stop.aborted) return;
      if (studies === undefined || given.has(id)) continue;
      const items = await settledItems(studies, id, now() - settleMs);
      if (items === undefined) continue;
      given.add(id);
      yield* items;
    }
    await pause(intervalMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Rows of the table, and files that rows refer to, may arrive later. */
const MAY_COME: readonly string[] = ['STUDY_NOT_DESCRIBED', 'SERIES_NOT_FOUND'];

/**
 * The studies of that id, once they are described and all their folders exist and are unchanged since a time (ms since
 * 1970).
 */
const settledItems = async (
  studies: Studies,
  id: string,
  beforeMs: number,
): Promise<readonly StudyItem[] | undefined> => {
  const folder = join(studies.images, id);
  const { folders } = await studyTree(folder).catch(() => ({ folders: [] }));
  const found = folders.map((name) => join(folder, name));
  if (!(await haveSettled([folder, ...found], beforeMs))) return undefined;
  const items = await studies.itemsOf(id);
  if (items.some(({ error }) => error !== undefined && MAY_COME.includes(error.code))) return undefined;
  const described = items.flatMap((item) => (item.error === undefined ? item.study.series : []));
  return (await haveSettled(
    described.map((one) => one.folder),
    beforeMs,
  ))
    ? items
    : undefined;
};

const haveSettled = async (folders: readonly string[], beforeMs: number): Promise<boolean> => {
  const times = await Promise.all(
    folders.map((folder) =>
      stat(folder).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      ),
    ),
  );
  return times.every((time) => time !== undefined && time < beforeMs);
};
