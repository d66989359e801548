import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isSliceName } from '../../dicom/index.ts';

/** Contents of a study's folder at any depth; names are relative paths with slashes. */
export interface StudyTree {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Links, which are not followed. */
  readonly links: readonly string[];
  /** Pipes, sockets, devices, and links to them named `.dcm`: reading one might never end. */
  readonly irregular: readonly string[];
  /** Folders too deep to be searched. */
  readonly tooDeep: readonly string[];
}

/** Of a study that is in no folder of this machine. */
export const NO_TREE: StudyTree = { files: [], folders: [], links: [], irregular: [], tooDeep: [] };

/** Exports nest patient, study, series and a letter or two; deeper folders are backups or mistakes. */
const DEEPEST = 8;

const depthOf = (name: string): number => name.split('/').length;

/** In a study's folder or directly below it, a link named `.dcm` counts as that file, as in the challenge's layout. */
const standsForSlice = (name: string): boolean => depthOf(name) <= 2 && isSliceName(name);

/** A dangling link counts as a file, so that it is reported as missing. */
const mayBeRead = async (entry: Dirent, path: string): Promise<boolean> => {
  if (!entry.isSymbolicLink()) return entry.isFile();
  return stat(path).then(
    (target) => target.isFile(),
    () => true,
  );
};

/** Lists a study's folder recursively, in file system order; skips hidden names. */
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
  for (let i = 0; i < folders!.length; i++) await walk(folders![i]!); // appends what it finds
  return { files: files!, folders: folders!, links: links!, irregular: irregular!, tooDeep: tooDeep! };
};
