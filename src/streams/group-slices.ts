import { basename, join } from 'node:path';
import {
  type Acquisition,
  beginsAsDicom,
  isSliceName,
  naturalOrder,
  numbersIn,
  type ReadBytes,
  readAcquisition,
} from '../dicom/index.ts';
import { asSpineError, type SpineError } from '../domain/spine-error.ts';
import type { SliceFile } from '../domain/study.ts';

/** Slices below one folder that belong to the same series. */
export interface Group {
  /** The SeriesInstanceUID where that is a proper one. */
  readonly id: string;
  readonly folder: string;
  /** Its files; all of the folder's where not given. */
  readonly files: readonly SliceFile[] | undefined;
  /** One a file, in the order of the files. */
  readonly slices: readonly Acquisition[];
}

/** A file that is, or should be, DICOM and is no slice. */
export interface Unread {
  readonly name: string;
  readonly error: SpineError;
}

interface Member {
  readonly name: string;
  readonly slice: Acquisition;
}

/**
 * Groups slices by their series; reads every header. What is not named `.dcm` counts where it begins as DICOM does.
 * @param names  of files below the folder, as paths
 */
export const groupsIn = async (
  folder: string,
  names: readonly string[],
  read: ReadBytes,
): Promise<{ readonly groups: readonly Group[]; readonly unread: readonly Unread[] }> => {
  const bySeries = new Map<string, Member[]>();
  const unread: Unread[] = [];
  for (const name of naturalOrder(names)) {
    const file = { name, path: join(folder, name) };
    try {
      if (!isSliceName(name) && !(await beginsAsDicom(read, file))) continue;
      const slice = await readAcquisition(read, file);
      const uid = slice.seriesUid ?? '';
      const members = bySeries.get(uid) ?? [];
      members.push({ name, slice });
      bySeries.set(uid, members);
    } catch (error) {
      unread.push({ name, error: asSpineError(error) });
    }
  }
  const groups = [...bySeries].map(([uid, members], index) => ({
    id: isUid(uid) ? uid : `${basename(folder)}-${index + 1}`,
    folder,
    ...numbered(folder, members),
  }));
  return { groups, unread };
};

const isUid = (text: string): boolean => /^\d[\d.]{0,63}$/.test(text);

/** By the numbers in the names where these are `<n>.dcm`, else by InstanceNumber, else by natural order of the names. */
const numbered = (folder: string, members: readonly Member[]): Pick<Group, 'slices'> & { files: SliceFile[] } => {
  const numbers = numbersIn(members.map(({ name }) => name)) ?? instanceNumbersOf(members);
  const ordered = members
    .map((member, index) => ({ ...member, instanceNumber: numbers?.[index] ?? index + 1 }))
    .sort((a, b) => a.instanceNumber - b.instanceNumber);
  return {
    files: ordered.map(({ name, instanceNumber }) => ({ name, path: join(folder, name), instanceNumber })),
    slices: ordered.map(({ slice }) => slice),
  };
};

/** Undefined unless every slice has one, and no two the same. */
const instanceNumbersOf = (members: readonly Member[]): readonly number[] | undefined => {
  const numbers = members.map(({ slice }) => slice.instanceNumber ?? Number.NaN);
  return numbers.every(Number.isSafeInteger) && new Set(numbers).size === numbers.length ? numbers : undefined;
};
