import { existsSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ReadBytes } from '../../dicom/index.ts';
import type { SpineError } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { sourceFolderMissing, studyOutsideRoot } from './errors.ts';
import { kindOfFolder } from './lone-study.ts';

const PHASES = ['train', 'test'] as const;

/** The folder of studies itself: that of the challenge's layout where it is there, else the one given. */
export const imagesIn = (root: string): string =>
  PHASES.map((phase) => join(root, `${phase}_images`)).find(existsSync) ?? root;

/** The series descriptions of a folder of studies, in the folder given or beside it; undefined where there are none. */
const descriptionsOf = (root: string, images: string): string | undefined =>
  [root, join(root, '..')].flatMap((folder) => namesOf(images).map((name) => join(folder, name))).find(existsSync);

/** The descriptions that belong to a folder of studies, or to the one study that it is. */
export const descriptionsIn = ({ images, only }: StudyPlace, root: string): string | undefined =>
  descriptionsOf(only === undefined ? root : images, images);

/** How descriptions are called, the likelier name first. */
export const namesOf = (images: string): readonly string[] => {
  const phases = images.endsWith('test_images') ? [...PHASES].reverse() : PHASES;
  return phases.map((phase) => `${phase}_series_descriptions.csv`);
};

/** Where studies are. */
export interface StudyPlace {
  /** The folder that they lie in. */
  readonly images: string;
  /** The one study that is meant, by its name. */
  readonly only?: string;
  readonly notes: readonly Warning[];
}

/** Finds the studies of a folder, which may be a study itself, or taken for one. */
export const placeOfStudies = async (
  { root, oneStudy }: { readonly root: string; readonly oneStudy?: boolean | undefined },
  read: ReadBytes,
): Promise<StudyPlace> => {
  const images = oneStudy ? root : imagesIn(root);
  const given = oneStudy ? 'one-study' : oneStudy === false || images !== root ? 'studies' : undefined;
  const kind = given ?? (await kindOfFolder(images, read));
  const only = basename(resolve(images));
  if (kind === 'one-study' && only !== '')
    return { images: dirname(resolve(images)), only, notes: oneStudy ? [] : [isOneStudy(only)] };
  return { images, notes: kind === 'studies-and-images' ? [imagesBeside] : [] };
};

const isOneStudy = (name: string): Warning => ({
  code: 'STUDIES_ARE_ONE',
  message: `the folder holds images or series of one study and counts as that study, "${name}"; for several, give the folder that their folders lie in`,
});

const imagesBeside: Warning = {
  code: 'IMAGES_BESIDE_STUDIES',
  message:
    'images lie beside the folders of studies and are left out; put those of each study into a folder of its own',
};

/** Folders of studies by their names. */
export interface ListedStudies {
  readonly names: ReadonlySet<string>;
  /** What forbids to read some of them. */
  readonly refused: ReadonlyMap<string, SpineError>;
}

/** Lists the folders of studies; of links, those that lead out of the folder are refused. @throws SOURCE_FOLDER_MISSING */
export const listStudies = async ({ images, only }: StudyPlace, followLinks = false): Promise<ListedStudies> => {
  if (only !== undefined) {
    const isThere = await stat(join(images, only)).then(
      (one) => one.isDirectory(),
      () => false,
    );
    return { names: new Set(isThere ? [only] : []), refused: new Map() };
  }
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
