import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inferSeriesKind, type KindVerdict, type ReadBytes } from '../dicom/index.ts';
import type { SeriesRef, Warning } from '../domain/study.ts';
import { type Group, groupsIn } from './group-slices.ts';
import { byNumber } from './list-studies.ts';

/** The series of a study that can be graded, in the order in which they were taken, and a warning for all that was left out. */
export interface SeriesFound {
  readonly series: readonly SeriesRef[];
  readonly warnings: readonly Warning[];
}

/**
 * Finds the series of a study that nobody described: in the folders below the study's, and among the files that lie in it directly.
 * Series that share a folder are told apart by SeriesInstanceUID, the kind of each by its headers, all of which are read.
 */
export const seriesByHeader = async (studyFolder: string, read: ReadBytes): Promise<SeriesFound> => {
  const entries = await readdir(studyFolder, { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(studyFolder, name));
  const found = await Promise.all([
    groupsIn(studyFolder, read),
    ...below.map(async (folder) => namedAfter(folder, await groupsIn(folder, read))),
  ]);
  const links = entries.filter((entry) => entry.isSymbolicLink() && !entry.name.endsWith('.dcm'));
  const judged = found
    .flatMap(({ groups }) => groups)
    .sort((a, b) => numberOf(a) - numberOf(b) || byNumber(a.id, b.id))
    .map((group) => ({ group, verdict: inferSeriesKind(group.slices) }));
  return {
    series: judged.flatMap(seriesOf),
    warnings: [
      ...found.flatMap(({ warnings }) => warnings),
      ...links.map(({ name }) =>
        leftOut(name, 'SERIES_LINK', 'it is a link, and a study is read within its own folder'),
      ),
      ...judged.flatMap(({ group, verdict }) =>
        verdict.kind === undefined ? [leftOut(group.id, verdict.code, verdict.reason)] : [],
      ),
    ],
  };
};

type Found = Awaited<ReturnType<typeof groupsIn>>;

/** A folder with slices of one series names that series; all its files are the series', so that a broken one fails the study. */
const namedAfter = (folder: string, found: Found): Found => {
  const [only, ...others] = found.groups;
  const id = basename(folder);
  if (others.length > 0) return found;
  if (only !== undefined) return { groups: [{ ...only, id, fileNames: undefined }], warnings: [] };
  const [unread] = found.warnings;
  const empty = leftOut(id, 'SERIES_WITHOUT_SLICES', 'there is no .dcm file in its folder');
  return { groups: [], warnings: [unread === undefined ? empty : { ...unread, seriesId: id }] };
};

/** Series without a number come last. */
const numberOf = ({ slices }: Group): number => slices[0]?.seriesNumber ?? Number.MAX_SAFE_INTEGER;

const seriesOf = ({ group, verdict }: { group: Group; verdict: KindVerdict }): readonly SeriesRef[] => {
  const { id, folder, fileNames } = group;
  return verdict.kind === undefined ? [] : [{ id, kind: verdict.kind, folder, fileNames }];
};

const leftOut = (seriesId: string, code: string, reason: string): Warning => ({
  code,
  seriesId,
  message: `the series was left out: ${reason}`,
});
