import { basename, dirname, join } from 'node:path';
import type { StudyItem } from '../../core/study-item.ts';
import {
  type IndexedStudy,
  indexStudy,
  isSliceName,
  type RankedStudy,
  type ReadBytes,
  type RefusedSeries,
  rankSeries,
  type StudyIndex,
  seriesOf,
  type UnreadFile,
} from '../../dicom/index.ts';
import { grouped } from '../../domain/grouped.ts';
import type { IndexedSeries, ListedFile } from '../../domain/indexed.ts';
import type { SpineError } from '../../domain/spine-error.ts';
import type { SeriesRef, Warning } from '../../domain/study.ts';
import { counted } from '../../domain/text/counted.ts';
import { warnIf } from '../../domain/warning-cause.ts';
import { sha256Of } from '../../files/sha256.ts';
import { studyOfSeveralPatients, studyUnreadable, studyWithoutSeries } from './errors.ts';
import { NO_TREE, type StudyTree, studyTree } from './study-tree.ts';

/** A study without descriptions: its headers, and the series to grade. */
export interface FoundStudy {
  readonly indexed: IndexedStudy;
  readonly series: readonly IndexedSeries[];
  readonly ranked: RankedStudy;
}

/** Contents of a study's folder, before grading. */
export interface StudyContents {
  readonly tree: StudyTree;
  readonly index: StudyIndex;
  /** The newest first. */
  readonly studies: readonly FoundStudy[];
}

/** Reads the headers of all files in a study's folder and its subfolders, once each. @throws STUDY_UNREADABLE */
export const contentsOf = async (id: string, folder: string, read: ReadBytes): Promise<StudyContents> => {
  const tree = await studyTree(folder).catch((cause: unknown) => {
    throw studyUnreadable(id, cause);
  });
  const files = tree.files.map((name) => ({ name, path: join(folder, name) }));
  const index = await indexStudy(files, read);
  return { tree, index, studies: studiesIn(index) };
};

/** Selects the series to grade of each study in an index. */
export const studiesIn = ({ studies }: StudyIndex): readonly FoundStudy[] =>
  studies.map((indexed) => {
    const series = seriesOf(indexed.slices);
    return { indexed, series, ranked: rankSeries(series) };
  });

/** The studies in a folder with a series to grade, the newest first. */
export const gradableIn = ({ studies }: StudyContents): readonly FoundStudy[] =>
  studies.filter(({ ranked }) => ranked.chosen.length > 0);

/**
 * The studies in a folder without descriptions. A folder with one gradable study is that study; of several, each id
 * gets a key after the folder's name, and the newest comes first. Warns of other contents that cannot be graded, such
 * as the localizer of another examination.
 */
export const studyItems = (id: string, folder: string, contents: StudyContents): readonly StudyItem[] => {
  const { studies } = contents;
  const graded = gradableIn(contents);
  const folderWarnings = warningsOfFolder(contents);
  if (graded.length === 0) {
    const warnings = [...folderWarnings, ...studies.flatMap(warningsOfStudy)];
    return [{ study: { id }, error: studyWithoutSeries(id, warnings), warnings }];
  }
  const others = studies.length - graded.length;
  const beside = others === 0 ? [] : [studiesUngraded(others)];
  const several = graded.length > 1;
  return graded.map((study, place) => {
    const itsId = several ? `${id}/${keyOf(study)}` : id;
    const warnings = [
      ...folderWarnings,
      ...beside,
      ...(several ? [oneOfSeveral(graded.length, place)] : []),
      ...warningsOfStudy(study),
    ];
    const error = obstacleTo(itsId, study, contents.index);
    if (error !== undefined) return { study: { id: itsId }, error, warnings };
    return { study: { id: itsId, series: seriesRefs(folder, study) }, warnings };
  });
};

/** Files of one export, such as of an archive, and how they are read. */
export interface ExportedFiles {
  /** Names as in a folder, with slashes, and paths that `readBytes` understands. */
  readonly files: readonly ListedFile[];
  readonly readBytes: ReadBytes;
  /** Their location, for messages and in references to series; default: the id. */
  readonly location?: string;
}

/**
 * Finds the studies among files by their headers, reads each header once, and selects the series to grade with their
 * kinds, as for a folder without descriptions. Returns an item for each study with such a series, the newest first; if
 * there is none, an item with the error. Use it in a source whose studies are in no folder.
 * @param id  of the study; of several, each gets a key after it
 *
 * @example
 * import { studiesByHeader } from 'spinestream/operators';
 * import { exampleFiles } from 'spinestream/testing';
 *
 * const { readBytes } = exampleFiles();
 * const files = ['1/11/1.dcm', '1/11/2.dcm', '1/12/1.dcm', '1/12/2.dcm'].map((path) => ({ name: path, path }));
 * const [item] = await studiesByHeader('export', { files, readBytes });
 * if (item?.error !== undefined) throw item.error;
 * item?.study.series.map(({ kind, slices }) => [kind, slices?.length]); // [['Sagittal T2/STIR', 2], ['Sagittal T1', 2]]
 */
export const studiesByHeader = async (
  id: string,
  { files, readBytes, location = id }: ExportedFiles,
): Promise<readonly StudyItem[]> => {
  const index = await indexStudy(files, readBytes);
  return studyItems(id, location, { tree: NO_TREE, index, studies: studiesIn(index) });
};

const KEY_DIGITS = 8;
const DAY_DIGITS = 8;

/** Key of a study within a folder. It depends on the study alone: a later arrival does not rename the others. */
const keyOf = ({ indexed: { uid = '', start = '' } }: FoundStudy): string =>
  sha256Of(`${uid} ${start.slice(0, DAY_DIGITS)}`).slice(0, KEY_DIGITS);

const seriesRefs = (folder: string, { ranked }: FoundStudy): readonly SeriesRef[] =>
  ranked.chosen.map(({ series, kind }) => ({
    id: series.id,
    kind,
    folder: join(folder, dirname(series.slices[0]?.file.name ?? '')),
    slices: series.slices,
  }));

/** Obstacles despite usable series: patients that do not match, or a broken file among its slices. */
const obstacleTo = (id: string, { indexed, ranked }: FoundStudy, index: StudyIndex): SpineError | undefined => {
  const { count } = indexed.patients;
  if (count > 1) return studyOfSeveralPatients(id, count);
  const named = new Set(ranked.chosen.map(({ series }) => series.id));
  const broken = index.unreadable.find(({ file }) => isSliceName(basename(file.name)) && named.has(dirname(file.name)));
  return broken?.error.at({ studyId: id, seriesId: broken && dirname(broken.file.name) });
};

const uidsIgnored = (names: readonly string[]): readonly Warning[] =>
  warnIf(names.length > 0, {
    code: 'UIDS_IGNORED',
    message: `each image has a ${names.join(' and a ')} of its own, as after anonymisation file by file; ${names.length === 1 ? 'it was' : 'they were'} ignored: check that all images are of one examination`,
  });

const studiesUngraded = (count: number): Warning => ({
  code: 'STUDY_BESIDE_UNGRADED',
  message: `the folder also holds images of ${count === 1 ? 'another study' : `${count} other studies`}, in which nothing can be graded`,
});

const oneOfSeveral = (count: number, place: number): Warning => ({
  code: 'STUDIES_IN_ONE_FOLDER',
  message: `the folder holds ${count} studies, each is graded by itself under a name of its own; by date, the newest first, this is number ${place + 1}`,
});

const leftOut = (seriesId: string, code: string, reason: string): Warning => ({
  code,
  seriesId,
  message: `the series was left out: ${reason}`,
});

/** One warning per cause: it counts series without naming them, which `inspect` does. */
const seriesLeftOut = (refused: readonly RefusedSeries[]): readonly Warning[] => {
  const causes = grouped(refused, ({ code, reason }) => `${code} ${reason}`);
  return [...causes.values()].map((members): Warning => {
    const { series, code, reason } = members[0]!;
    if (members.length === 1) return leftOut(series.id, code, reason);
    return { code, message: `${members.length} series were left out, each because ${reason}` };
  });
};

/** Not reported: dropping a duplicate loses nothing, and the ranking itself warns of other frames of reference. */
const TOLD_OTHERWISE = new Set(['SERIES_REPEATED', 'SERIES_FRAME_OF_REFERENCE']);

const warningsOfStudy = ({ indexed, series, ranked }: FoundStudy): readonly Warning[] => [
  ...seriesLeftOut(ranked.refused.filter(({ code }) => !TOLD_OTHERWISE.has(code))),
  ...series
    .filter(({ origin }) => origin === 'merged')
    .map(({ id, slices }) => ({
      code: 'SERIES_MERGED',
      seriesId: id,
      message: `${slices.length} series of one slice each agree in number, plane and contrast; they were taken for one series`,
    })),
  ...ranked.warnings,
  ...uidsIgnored(indexed.ignoredUids),
];

/** Files without slices. Folders are not named, since exports name them after patients. */
export const warningsOfFolder = ({ tree, index }: StudyContents): readonly Warning[] => [
  ...filesLeftOut('FILES_UNREADABLE', index.unreadable, index.unreadable[0]?.error.reason),
  ...filesLeftOut(
    'FILES_NOT_IMAGES',
    index.notImages,
    'DICOM without pixels, such as a DICOMDIR, a report or raw data',
  ),
  ...entriesLeftOut('SERIES_LINK', tree.links, 'link', 'a study is read within its own folder'),
  ...entriesLeftOut('SERIES_TOO_DEEP', tree.tooDeep, 'folder', 'more than eight levels below the study'),
  ...entriesLeftOut('FILES_IRREGULAR', tree.irregular, 'entry', 'pipes, sockets or devices, which are never read'),
  ...emptyFolders(tree, index),
];

const entriesLeftOut = (
  code: string,
  { length: count }: readonly unknown[],
  one: string,
  reason: string,
): readonly Warning[] => warnIf(count > 0, { code, message: `${counted(count, one)} left out: ${reason}` });

const filesLeftOut = (code: string, files: readonly UnreadFile[], reason = ''): readonly Warning[] =>
  entriesLeftOut(code, files, 'file', reason).map((warning) => ({ ...warning, slice: files[0]?.name }));

const emptyFolders = (tree: StudyTree, { studies, unreadable, notImages }: StudyIndex): readonly Warning[] => {
  const slices = studies.flatMap((study) => study.slices);
  const copies = slices.flatMap((slice) => slice.copies);
  const used = [...[...slices, ...unreadable, ...notImages].map(({ file }) => file), ...copies].map(({ name }) => name);
  return tree.folders
    .filter((folder) => !folder.includes('/') && !used.some((name) => name.startsWith(`${folder}/`)))
    .map((folder) => leftOut(folder, 'SERIES_WITHOUT_SLICES', 'there is no DICOM image in its folder'));
};
