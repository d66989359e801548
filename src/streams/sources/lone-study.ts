import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSliceName, naturalOrder, type ReadBytes, readHeaders } from '../../dicom/index.ts';

/** What a folder that was given as one of studies is. */
export type KindOfFolder =
  /** Images, or folders of series, lie right in it. */
  | 'one-study'
  /** Folders of studies lie in it. */
  | 'studies'
  /** So they do, and images of other studies lie beside them. */
  | 'studies-and-images';

interface Image {
  readonly studyUid: string | undefined;
}

/** Files, or folders, that are looked at before a folder counts as one without images, or one of studies. */
const TRIED = 8;

const mayBeFile = (entry: Dirent): boolean => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.');
const isFolder = (entry: Dirent): boolean => entry.isDirectory() && !entry.name.startsWith('.');
const entriesOf = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
const namesOf = (entries: readonly Dirent[], is: (entry: Dirent) => boolean): readonly string[] =>
  naturalOrder(entries.filter(is).map(({ name }) => name));

const imageIn = async (folder: string, entries: readonly Dirent[], read: ReadBytes): Promise<Image | undefined> => {
  const names = namesOf(entries, mayBeFile);
  const likelierFirst = [...names.filter(isSliceName), ...names.filter((name) => !isSliceName(name))];
  for (const name of likelierFirst.slice(0, TRIED)) {
    const file = { name, path: join(folder, name) };
    const [header] = await readHeaders(read, file).catch(() => []);
    if (header !== undefined) return { studyUid: header.studyUid };
  }
  return undefined;
};

/** An image right in the folder, or in the first folder below that has one. */
const sampleOf = async (
  folder: string,
  read: ReadBytes,
): Promise<(Image & { readonly direct: boolean }) | undefined> => {
  const entries = await entriesOf(folder);
  const own = await imageIn(folder, entries, read);
  if (own !== undefined) return { ...own, direct: true };
  for (const name of namesOf(entries, isFolder).slice(0, TRIED)) {
    const below = join(folder, name);
    const image = await imageIn(below, await entriesOf(below), read);
    if (image !== undefined) return { ...image, direct: false };
  }
  return undefined;
};

/**
 * Tells a folder of studies from one that is a study itself: images lie in it, or two and more folders with images, all of one
 * StudyInstanceUID. Of each folder in it one image is looked at, and no more than it takes to find two that differ.
 */
export const kindOfFolder = async (folder: string, read: ReadBytes): Promise<KindOfFolder> => {
  const entries = await entriesOf(folder);
  const own = await imageIn(folder, entries, read);
  const several = own === undefined ? 'studies' : 'studies-and-images';
  let first = own;
  let [sampled, series] = [0, 0];
  for (const name of namesOf(entries, isFolder)) {
    const image = await sampleOf(join(folder, name), read);
    if (image === undefined) continue;
    first ??= image;
    if (image.studyUid === undefined || image.studyUid !== first.studyUid) return several;
    series += Number(image.direct);
    if (++sampled === TRIED && series === 0) return several; // series lie in each of them: they are studies
  }
  return own !== undefined || series > 1 ? 'one-study' : 'studies';
};
