import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { firstValueFrom, of } from 'rxjs';
import { stateOf } from '../../core/study-state.ts';
import { readBytes } from '../../dicom/index.ts';
import { frameOf } from '../../domain/frame-of-reference.ts';
import { asSpineError, type SpineError } from '../../domain/spine-error.ts';
import type { Warning } from '../../domain/study.ts';
import { SERIES_KINDS } from '../../domain/vocabulary.ts';
import { listFiles } from '../../files/list-files.ts';
import { chooseSeries } from '../../operators/choose-series.ts';
import { loadSeries } from '../../operators/load-series.ts';
import { studyFolderMissing, studyMissing } from '../../streams/sources/errors.ts';
import { folderOfStudies } from '../../streams/sources/list-studies.ts';
import { openStudies } from '../../streams/sources/open-studies.ts';
import type { StudyItem } from '../../streams/sources/study-folder.ts';
import {
  contentsOf,
  type FoundStudy,
  gradableIn,
  type StudyContents,
  studyItems,
} from '../../streams/sources/study-items.ts';
import { fileNames } from './file-names.ts';
import { type FoundSeries, foundByHeaders, foundByTable, rankingOf } from './found-series.ts';
import type { FolderInspection, InspectedSeries, Obstacle, StudyInspection } from './inspected.ts';
import { inspectedStack } from './inspected-stack.ts';
import { pixelObstacles } from './pixel-obstacles.ts';
import { sliceFacts } from './slice-facts.ts';

export type { FolderInspection, InspectedSeries, StudyInspection } from './inspected.ts';

/** Options of `inspectStudy`. */
export interface InspectOptions {
  /** The folder of one study, or a DICOMDIR in it. */
  readonly study: string;
  readonly descriptions?: string | undefined;
  /** Like the option of load-series; `dicom` by default. */
  readonly rules?: 'dicom' | 'original' | undefined;
  /** Whether to include file names, which may identify the patient. */
  readonly names?: boolean | undefined;
}

/**
 * Inspects the folder of a study: its contents, what is used for what and why, and obstacles to grading. Reads headers
 * only, and the pixels of copies.
 * @throws STUDY_MISSING, STUDY_UNREADABLE, STUDIES_ARE_RESULTS, CSV_*
 *
 * @example
 * import { inspectStudy } from 'spinestream';
 * import { writeExampleStudies } from 'spinestream/testing';
 *
 * await writeExampleStudies('studies');
 * const { files, studies } = await inspectStudy({ study: 'studies/train_images/1' });
 * files.images; // 15
 * studies[0]?.gradable; // true
 */
export const inspectStudy = async (options: InspectOptions): Promise<FolderInspection> => {
  const { descriptions: given, rules = 'dicom', names = false } = options;
  const root = folderOfStudies(options.study);
  const there = await stat(root).catch(() => undefined);
  if (!there?.isDirectory()) throw studyFolderMissing(root, there !== undefined);
  const id = basename(resolve(root));
  const { images, studyIds, descriptions, itemsOf } = await openStudies({ root, oneStudy: true, descriptions: given });
  const folder = join(images, id);
  if (!studyIds.includes(id)) throw studyMissing(id, images);
  const contents = await contentsOf(id, folder, readBytes);
  const items = descriptions === undefined ? studyItems(id, folder, contents) : await itemsOf(id);
  const gradable = gradableIn(contents);
  const all = items.map((item, place) => {
    const byTable = descriptions !== undefined;
    const found = byTable || gradable.length === 0 ? contents.studies : gradable.slice(place, place + 1);
    const series =
      byTable && item.error === undefined ? foundByTable(item.study.series, contents) : found.flatMap(foundByHeaders);
    return { item, found, series };
  });
  const studies = all.map(({ item, ...found }) => inspected(item, { ...found, rules }));
  return {
    descriptions,
    rules,
    files: countsOf(contents),
    ...(names && {
      names: fileNames(
        all.flatMap(({ series }) => series),
        contents,
      ),
    }),
    studies: await Promise.all(studies),
  };
};

const countsOf = ({ tree, index }: StudyContents): FolderInspection['files'] => ({
  images: index.studies.reduce((count, { slices }) => count + slices.length, 0),
  notImages: index.notImages.length,
  unreadable: index.unreadable.length,
  irregular: tree.irregular.length,
  links: tree.links.length,
});

interface Found {
  readonly found: readonly FoundStudy[];
  readonly series: readonly FoundSeries[];
  readonly rules: 'dicom' | 'original';
}

const inspected = async (item: StudyItem, { found, series, rules }: Found): Promise<StudyInspection> => {
  const used = series.filter(({ uses }) => uses.length > 0);
  const loaded = await loadedBy(item, rules);
  const pixels = await Promise.all(used.map(({ id, slices }) => pixelObstacles(id, slices)));
  const graded = item.error === undefined ? item.study.series : [];
  const missing = SERIES_KINDS.filter((kind) => chooseSeries(graded, kind).series === undefined);
  const unseen = item.error === undefined && missing.includes('Sagittal T1') ? [WITHOUT_SAGITTAL] : [];
  const obstacles = [...loaded.obstacles, ...unseen, ...pixels.flat()];
  const frames = framesOf(series);
  return {
    studyId: item.study.id,
    gradable: obstacles.length === 0,
    obstacles,
    series: series.map((one) => inspectedSeries(one, frames)),
    ranking: rankingOf(found, new Set(used.map(({ id }) => id))),
    missing,
    warnings: [...(item.warnings ?? []), ...loaded.warnings],
  };
};

/** Each sagittal kind substitutes for the other, so if one is missing, neither exists. */
const WITHOUT_SAGITTAL: Obstacle = {
  code: 'STUDY_NOT_SEEN',
  reason: 'it has no sagittal series, on which the levels are found; no grade would rest on any pixel',
  seriesId: undefined,
  images: undefined,
};

/** What the pipeline's first step makes of the study. */
const loadedBy = async (
  item: StudyItem,
  rules: Found['rules'],
): Promise<{ readonly obstacles: readonly Obstacle[]; readonly warnings: readonly Warning[] }> => {
  if (item.error !== undefined) return { obstacles: [obstacleOf(item.error)], warnings: [] };
  const neverNeeded = { get: (name: string) => Promise.reject(new Error(`no models here, not even ${name}`)) };
  const env = { readBytes, listFiles, models: neverNeeded };
  try {
    const { warnings } = await firstValueFrom(of(stateOf(item.study)).pipe(loadSeries(env, { rules })));
    return { obstacles: [], warnings };
  } catch (error) {
    return { obstacles: [obstacleOf(asSpineError(error))], warnings: [] };
  }
};

const obstacleOf = ({ code, reason, where: { seriesId } }: SpineError): Obstacle => ({
  ...{ code, reason, seriesId },
  images: undefined,
});

/** Letters for frames of reference, in the order of the series. */
const framesOf = (series: readonly FoundSeries[]): ReadonlyMap<string, string> => {
  const uids = [...new Set(series.flatMap(({ slices }) => frameOf(slices) ?? []))];
  return new Map(uids.map((uid, index) => [uid, index < LETTERS.length ? LETTERS[index]! : `${index + 1}`]));
};
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const inspectedSeries = (series: FoundSeries, frames: ReadonlyMap<string, string>): InspectedSeries => {
  const { id, slices, kind, kindBy, uses, unused } = series;
  const frame = frameOf(slices);
  return {
    ...{ id, kind, kindBy, uses, unused },
    seriesInstanceUid: slices[0]?.header.seriesUid,
    ...sliceFacts(slices),
    frameOfReference: frame === undefined ? undefined : frames.get(frame),
    stack: kind === undefined ? undefined : inspectedStack(slices, kind),
  };
};
