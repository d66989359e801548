import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SpineError } from '../domain/spine-error.ts';
import { sourceFolderMissing, studyOutsideRoot } from './errors.ts';

const PHASES = ['train', 'test'] as const;

/** The folder of studies itself: that of the challenge's layout where it is there, else the one given. */
export const imagesIn = (root: string): string =>
  PHASES.map((phase) => join(root, `${phase}_images`)).find(existsSync) ?? root;

/** The series descriptions of a folder of studies, in the folder given or beside it; undefined where there are none. */
export const descriptionsOf = (root: string, images: string): string | undefined =>
  [root, join(root, '..')].flatMap((folder) => namesOf(images).map((name) => join(folder, name))).find(existsSync);

/** How descriptions are called, the likelier name first. */
export const namesOf = (images: string): readonly string[] => {
  const phases = images.endsWith('test_images') ? [...PHASES].reverse() : PHASES;
  return phases.map((phase) => `${phase}_series_descriptions.csv`);
};

/** Folders of studies by their names. */
export interface ListedStudies {
  readonly names: ReadonlySet<string>;
  /** What forbids to read some of them. */
  readonly refused: ReadonlyMap<string, SpineError>;
}

/** Lists the folders of studies; of links, those that lead out of the folder are refused. @throws SOURCE_FOLDER_MISSING */
export const listStudies = async (images: string, followLinks: boolean): Promise<ListedStudies> => {
  try {
    const root = await realpath(images);
    const names = new Set<string>();
    const refused = new Map<string, SpineError>();
    for (const entry of await readdir(images, { withFileTypes: true })) {
      if (entry.isDirectory()) names.add(entry.name);
      else if (entry.isSymbolicLink()) {
        names.add(entry.name);
        const target = await realpath(join(images, entry.name)).catch(() => undefined);
        const inside = target?.startsWith(root + sep) ?? false;
        if (!inside && !followLinks) refused.set(entry.name, studyOutsideRoot(entry.name));
      }
    }
    return { names, refused };
  } catch (cause) {
    throw sourceFolderMissing(images, cause);
  }
};

/** In natural order. */
export const byNumber = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
