import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { openStudyFolder, type SourceItem, type StudyFolder, type StudyFolderOptions } from './study-folder.ts';

/** All studies of a folder, in its order. */
export async function* allStudies(folder: StudyFolder): AsyncGenerator<SourceItem> {
  for (const id of folder.studyIds) yield folder.itemOf(id);
}

/** The studies of these ids, in this order; an id that is not there is a study that failed. */
export async function* listedStudies(
  folder: StudyFolder,
  ids: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<SourceItem> {
  const seen = new Set<string>();
  for await (const id of ids) {
    if (seen.has(id)) continue;
    seen.add(id);
    yield folder.itemOf(id);
  }
}

/** Ids from a stream of text, one a line; blank lines and lines that begin with # are passed over. */
export async function* idLines(input: NodeJS.ReadableStream): AsyncGenerator<string> {
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const id = line.trim();
    if (id !== '' && !id.startsWith('#')) yield id;
  }
}

export interface WatchOptions extends StudyFolderOptions {
  /** Looks at the folder this often. */
  readonly intervalMs: number;
  /** A study is complete when nothing in it has changed for so long. */
  readonly settleMs: number;
  readonly now: () => number;
  readonly stop: AbortSignal;
}

/**
 * Studies of a folder that is still growing, each once, as soon as it is described and has settled. Ends when stopped.
 * The descriptions are read again at every look; a half-written descriptions file is tried again at the next one.
 */
export async function* watchedStudies(options: WatchOptions): AsyncGenerator<SourceItem> {
  const { intervalMs, settleMs, now, stop } = options;
  const given = new Set<string>();
  while (!stop.aborted) {
    const folder = await openStudyFolder(options).catch(() => undefined);
    for (const id of folder?.studyIds ?? []) {
      if (stop.aborted) return;
      const item = folder?.itemOf(id);
      if (item === undefined || given.has(id) || item.error?.code === 'STUDY_NOT_DESCRIBED') continue;
      if (item.error === undefined && !(await hasSettled(item, folder?.images ?? '', now() - settleMs))) continue;
      given.add(id);
      yield item;
    }
    await pause(intervalMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Whether the folders of a study, all there, were last changed before a time (ms since 1970). */
const hasSettled = async ({ study }: SourceItem, images: string, beforeMs: number): Promise<boolean> => {
  const folders = [join(images, study.id), ...('series' in study ? study.series.map(({ folder }) => folder) : [])];
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
