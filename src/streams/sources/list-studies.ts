import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import type { ReadBytes } from '../../dicom/index.ts';
import type { SpineError } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { fileExists } from '../../files/file-exists.ts';
import { isFolder } from '../../files/make-folder.ts';
import { sourceFolderMissing, studyOutsideRoot } from './errors.ts';
import { kindOfFolder } from './lone-study.ts';
import { refuseResults } from './results-among.ts';

const PHASES = ['train', 'test'] as const;

/** The given folder, or that of a given DICOMDIR: the file stands for the medium or export that it lists. */
export const folderOfStudies = (given: string): string =>
  /^dicomdir$/i.test(basename(given)) && fileExists(given) ? dirname(given) : given;

/** The folder with the studies: the one of the challenge's layout if it exists, otherwise the given one. */
const imagesIn = (root: string): string =>
  PHASES.map((phase) => join(root, `${phase}_images`)).find(existsSync) ?? root;

/** Refuses results given as studies, for commands that read something else of the folder first. @throws STUDIES_ARE_RESULTS */
export const refuseResultsAsStudies = (root: string): Promise<void> => refuseResults(imagesIn(folderOfStudies(root)));

/** The series descriptions in or next to a folder of studies; undefined if there are none. */
const descriptionsOf = (root: string, images: string): string | undefined =>
  [root, join(root, '..')]
    .flatMap((folder) => descriptionsNames(images).map((name) => join(folder, name)))
    .find(existsSync);

/** The descriptions of a folder of studies, or of a single-study folder. */
export const descriptionsIn = ({ images, only }: StudyPlace, root: string): string | undefined =>
  descriptionsOf(only === undefined ? root : images, images);

/** Names of descriptions files, the likelier first. */
export const descriptionsNames = (images: string): readonly string[] => {
  const phases = images.endsWith('test_images') ? [...PHASES].reverse() : PHASES;
  return phases.map((phase) => `${phase}_series_descriptions.csv`);
};

/** Location of studies. */
export interface StudyPlace {
  /** Their parent folder. */
  readonly images: string;
  /** Name of the only study, if there is just one. */
  readonly only?: string;
  readonly notes: readonly Warning[];
}

interface GivenFolder {
  readonly root: string;
  readonly oneStudy?: boolean | undefined;
  readonly out?: string | undefined;
}

/** Finds the studies of a folder, which may itself be one study. @throws STUDIES_ARE_RESULTS */
export const placeOfStudies = async ({ root, oneStudy, out }: GivenFolder, read: ReadBytes): Promise<StudyPlace> => {
  const images = oneStudy ? root : imagesIn(root);
  await refuseResults(images, out);
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

/** Study folders by name. */
export interface ListedStudies {
  readonly names: ReadonlySet<string>;
  /** Why some of them cannot be read. */
  readonly refused: ReadonlyMap<string, SpineError>;
}

/** Lists the study folders; refuses links that lead out of the folder. @throws SOURCE_FOLDER_MISSING */
export const listStudies = async ({ images, only }: StudyPlace, followLinks = false): Promise<ListedStudies> => {
  if (only !== undefined) {
    const isThere = await isFolder(join(images, only));
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
