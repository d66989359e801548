import { join } from 'node:path';
import { inferSeriesKind, isSliceName, type KindVerdict, numbersIn, type ReadBytes } from '../dicom/index.ts';
import type { SeriesRef, Warning } from '../domain/study.ts';
import { filesLeftOut } from './files-left-out.ts';
import { type Group, groupsIn } from './group-slices.ts';
import { byNumber } from './list-studies.ts';
import { depthOf, type StudyTree, studyTree } from './study-tree.ts';

/** The series of a study that can be graded, in the order in which they were taken, and a warning for all that was left out. */
export interface SeriesFound {
  readonly series: readonly SeriesRef[];
  readonly warnings: readonly Warning[];
}

/**
 * Finds the series of a study that nobody described: in the folders right below the study's, each of which may name a series, and among
 * the files that lie in it directly or deeper. Series that share a place are told apart by SeriesInstanceUID, the kind of each by its
 * headers, all of which are read.
 */
export const seriesByHeader = async (studyFolder: string, read: ReadBytes): Promise<SeriesFound> => {
  const tree = await studyTree(studyFolder);
  const shared = tree.files.filter((name) => depthOf(name) !== 2);
  const found = await Promise.all([
    groupsIn(studyFolder, shared, read).then(foundIn),
    ...tree.folders.filter((name) => depthOf(name) === 1).map((name) => inFolder(studyFolder, name, { tree, read })),
  ]);
  const judged = found
    .flatMap(({ groups }) => groups)
    .sort((a, b) => numberOf(a) - numberOf(b) || byNumber(a.id, b.id))
    .map((group) => ({ group, verdict: inferSeriesKind(group.slices) }));
  return {
    series: judged.flatMap(seriesOf),
    warnings: [
      ...found.flatMap(({ warnings }) => warnings),
      ...tree.links.map((name) =>
        leftOut(name, 'SERIES_LINK', 'it is a link, and a study is read within its own folder'),
      ),
      ...tree.tooDeep.map((name) =>
        leftOut(name, 'SERIES_TOO_DEEP', 'its folder lies too many levels below the study'),
      ),
      ...judged.flatMap(({ group, verdict }) =>
        verdict.kind === undefined ? [leftOut(group.id, verdict.code, verdict.reason)] : [],
      ),
    ],
  };
};

interface Found {
  readonly groups: readonly Group[];
  readonly warnings: readonly Warning[];
}
type Grouped = Awaited<ReturnType<typeof groupsIn>>;

const foundIn = ({ groups, unread }: Grouped): Found => ({ groups, warnings: filesLeftOut(unread) });

/** The series in a folder right below a study's. */
const inFolder = async (
  studyFolder: string,
  id: string,
  { tree, read }: { readonly tree: StudyTree; readonly read: ReadBytes },
): Promise<Found> => {
  const inside = tree.files.filter((name) => name.startsWith(`${id}/`));
  const names = inside.filter((name) => depthOf(name) === 2).map((name) => name.slice(id.length + 1));
  const grouped = await groupsIn(join(studyFolder, id), names, read);
  if (grouped.groups.length > 0 || grouped.unread.length > 0) return namedAfter(id, grouped);
  const empty = leftOut(id, 'SERIES_WITHOUT_SLICES', 'there is no DICOM image in its folder');
  return { groups: [], warnings: inside.length > names.length ? [] : [empty] };
};

/** A folder with slices of one series names that series; all its `.dcm` files are the series', so that a broken one fails the study. */
const namedAfter = (id: string, { groups, unread }: Grouped): Found => {
  const [only, ...others] = groups;
  if (only === undefined) return { groups, warnings: filesLeftOut(unread).map((one) => ({ ...one, seriesId: id })) };
  if (others.length > 0) return foundIn({ groups, unread });
  const names = (only.files ?? []).map(({ name }) => name);
  const broken = unread.filter(({ name }) => isSliceName(name));
  const tellsByName = names.every(isSliceName) && (broken.length > 0 || numbersIn(names) !== undefined);
  if (!tellsByName) return foundIn({ groups: [{ ...only, id }], unread });
  const rest = unread.filter((one) => !broken.includes(one));
  return { groups: [{ ...only, id, files: undefined }], warnings: filesLeftOut(rest) };
};

/** Series without a number come last. */
const numberOf = ({ slices }: Group): number => slices[0]?.seriesNumber ?? Number.MAX_SAFE_INTEGER;

const seriesOf = ({ group, verdict }: { group: Group; verdict: KindVerdict }): readonly SeriesRef[] => {
  const { id, folder, files } = group;
  return verdict.kind === undefined ? [] : [{ id, kind: verdict.kind, folder, files }];
};

const leftOut = (seriesId: string, code: string, reason: string): Warning => ({
  code,
  seriesId,
  message: `the series was left out: ${reason}`,
});
