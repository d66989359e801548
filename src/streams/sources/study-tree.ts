import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSliceName } from '../../dicom/index.ts';

/** What lies in a study's folder, at any depth; names are paths below it, with slashes. */
export interface StudyTree {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Links, which are not followed. */
  readonly links: readonly string[];
  /** Pipes, sockets, devices, and links to them named `.dcm`: to read one might never end. */
  readonly irregular: readonly string[];
  /** Folders that lie too deep to be looked into. */
  readonly tooDeep: readonly string[];
}

/** Exports nest patient, study, series and a letter or two; what lies deeper is somebody's backup, or a mistake. */
const DEEPEST = 8;

export const depthOf = (name: string): number => name.split('/').length;

/** In a study's folder or right below it, a link that is named `.dcm` counts as that file, as in the challenge's layout. */
const standsForSlice = (name: string): boolean => depthOf(name) <= 2 && isSliceName(name);

/** A link that leads nowhere counts as a file, so that it is missed. */
const mayBeRead = async (entry: Dirent, path: string): Promise<boolean> => {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(path).then(
    (target) => target.isFile(),
    () => true,
  );
};

/** Lists a study's folder and all below it, in the order of the file system; hidden names are passed over. */
export const studyTree = async (folder: string): Promise<StudyTree> => {
  const [files, folders, links, irregular, tooDeep]: string[][] = [[], [], [], [], []];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const name = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) (depthOf(name) > DEEPEST ? tooDeep : folders)!.push(name);
      else if (entry.isSymbolicLink() && !standsForSlice(name)) links!.push(name);
      else ((await mayBeRead(entry, join(folder, name))) ? files : irregular)!.push(name);
    }
  };
  await walk('');
  for (let i = 0; i < folders!.length; i++) await walk(folders![i]!); // what it finds is added behind
  return { files: files!, folders: folders!, links: links!, irregular: irregular!, tooDeep: tooDeep! };
};
