import { basename } from 'node:path';
import { type Acquisition, type ReadBytes, readAcquisition, sliceFilesOf } from '../dicom/index.ts';
import { asSpineError, type SpineError } from '../domain/spine-error.ts';
import type { Warning } from '../domain/study.ts';
import { listFiles } from './list-files.ts';

/** Slices of one folder that belong to the same series. */
export interface Group {
  /** The SeriesInstanceUID where that is a proper one. */
  readonly id: string;
  readonly folder: string;
  /** Names of its files; all of the folder's where not given. */
  readonly fileNames: readonly string[] | undefined;
  /** One a file, in the order of the files. */
  readonly slices: readonly Acquisition[];
}

interface Unread {
  readonly file: string;
  readonly error: SpineError;
}

/** Groups the slices that lie directly in a folder by their series, in natural order of their files; reads every header. */
export const groupsIn = async (
  folder: string,
  read: ReadBytes,
): Promise<{ readonly groups: readonly Group[]; readonly warnings: readonly Warning[] }> => {
  const bySeries = new Map<string, { readonly fileNames: string[]; readonly slices: Acquisition[] }>();
  const unread: Unread[] = [];
  for (const file of sliceFilesOf(folder, await listFiles(folder))) {
    try {
      const slice = await readAcquisition(read, file);
      const uid = slice.seriesUid ?? '';
      const { fileNames, slices } = bySeries.get(uid) ?? { fileNames: [], slices: [] };
      fileNames.push(file.name);
      slices.push(slice);
      bySeries.set(uid, { fileNames, slices });
    } catch (error) {
      unread.push({ file: file.name, error: asSpineError(error) });
    }
  }
  const groups = [...bySeries].map(([uid, group], index) => ({
    id: isUid(uid) ? uid : `${basename(folder)}-${index + 1}`,
    folder,
    ...group,
  }));
  return { groups, warnings: unread.length === 0 ? [] : [filesLeftOut(unread)] };
};

const isUid = (text: string): boolean => /^\d[\d.]{0,63}$/.test(text);

const filesLeftOut = ([first, ...others]: readonly Unread[]): Warning => ({
  code: 'FILES_UNREADABLE',
  message: `${first?.file}${others.length === 0 ? '' : ` and ${others.length} more`} left out: ${first?.error.reason}`,
});
