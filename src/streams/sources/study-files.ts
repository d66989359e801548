import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { StudyInput } from '../../core/define-source.ts';
import type { StudyRef } from '../../domain/study.ts';
import { listFiles } from '../../files/list-files.ts';

const pathsIn = async (folder: string): Promise<readonly string[]> =>
  (await listFiles(folder).catch((): readonly string[] => [])).map((name) => join(folder, name));

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);

const DIGEST_BYTES = 8;

/** The digest of a study's input: a short copy, since a slice would keep the whole text of every study in memory. */
export const inputDigest = (text: string): string =>
  createHash('sha256').update(text).digest().toString('hex', 0, DIGEST_BYTES);

/** Zero for a file that cannot be read. */
export const sizeAndTime = (path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> =>
  stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));

/**
 * Returns the size of a study's images in bytes, and a digest that changes when one is added, removed or replaced.
 * Reads sizes and times only. A folder that cannot be listed counts as empty: grading the study reports it.
 *
 * @example
 * import { openStudies, studyFilesOf } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const { itemsOf } = await openStudies({ root: 'studies' });
 * const [item] = await itemsOf('1');
 * (await studyFilesOf(item!.study)).bytes; // 37530
 */
export const studyFilesOf = async ({ series }: Partial<StudyRef>): Promise<StudyInput> => {
  const listed = await Promise.all(
    (series ?? []).map(async ({ folder, id, slices }) => {
      const paths = slices?.flatMap(({ file, copies }) => [file, ...copies].map(({ path }) => path));
      const listing = (await (paths ?? pathsIn(folder))).map((path) => ({ id, name: basename(path), path }));
      return [...new Map(listing.map((one) => [one.path, one])).values()].sort(byName);
    }),
  );
  const files = await Promise.all(
    listed.flat().map(async ({ id, name, path }) => {
      const { size, mtimeMs } = await sizeAndTime(path);
      return { size, line: `${id}/${name} ${size} ${mtimeMs}\n` };
    }),
  );
  return {
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    digest: inputDigest(files.map(({ line }) => line).join('')),
  };
};
