import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isSliceName, naturalOrder, type ReadBytes, readHeaders } from '../../dicom/index.ts';

/** Classification of a given folder of studies. */
export type KindOfFolder =
  /** Contains images, or folders of series, directly. */
  | 'one-study'
  /** Contains folders of studies. */
  | 'studies'
  /** Contains folders of studies, with images of other studies next to them. */
  | 'studies-and-images';

interface Image {
  readonly studyUid: string | undefined;
}

/** Number of files or folders examined before a folder counts as one without images, or as one of studies. */
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

/** An image in the folder itself, or in its first subfolder that has one. */
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
 * Distinguishes a folder of studies from a single study, which contains images, or two or more folders with images, all
 * with one StudyInstanceUID. Reads one image of each subfolder, and stops once two differ.
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
    if (++sampled === TRIED && series === 0) return several; // each contains series: they are studies
  }
  return own !== undefined || series > 1 ? 'one-study' : 'studies';
};
