import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { Anchor, Keypoint } from '../../src/domain/results.ts';
import type { Site } from '../../src/domain/site.ts';
import type { StudyRef } from '../../src/domain/study.ts';
import { type Condition, LEVELS, locationOf, SIDES } from '../../src/domain/vocabulary.ts';
import { openStudyFolder } from '../../src/streams/sources/study-folder.ts';
import { allStudies } from '../../src/streams/sources/study-sources.ts';
import { goldenPath } from './goldens.ts';

/** A row of one of the goldens' tables, by column; numbers are still texts. */
export type GoldenRow = Readonly<Record<string, string>>;

export const goldenTable = (...parts: string[]): readonly GoldenRow[] =>
  parse(readFileSync(goldenPath(...parts), 'utf8'), { columns: true });

/** The six golden studies, in the order of train.csv. */
export const goldenStudies = async (): Promise<readonly StudyRef[]> => {
  const studies: StudyRef[] = [];
  for await (const { study, error } of allStudies(await openStudyFolder({ root: goldenPath('studies') })))
    if (error === undefined) studies.push(study);
  return studies;
};

/** What a family of conditions is looked up by: one row a level, or one a level and side. */
export type Family = 'spinal' | 'foraminal' | 'subarticular';

const bothSides: readonly Site[] = LEVELS.flatMap((level) => SIDES.map((side) => ({ level, side })));
const PLACES: Readonly<Record<Family, readonly Site[]>> = {
  spinal: LEVELS.map((level) => ({ level })),
  foraminal: bothSides,
  subarticular: bothSides,
};

export const conditionOf = (family: Family, { side = 'left' }: Site): Condition => {
  if (family === 'spinal') return 'spinal_canal_stenosis';
  return family === 'foraminal' ? `${side}_neural_foraminal_narrowing` : `${side}_subarticular_stenosis`;
};

const numberIn = (row: GoldenRow | undefined, column: string): number | undefined =>
  row === undefined || (row[column] ?? '') === '' ? undefined : Number(row[column]);

/** Coordinates of a table of the goldens as keypoints, one for every place of the family; without a point where no row has one. */
export const goldenKeypoints = (table: readonly GoldenRow[], studyId: string, family: Family): readonly Keypoint[] =>
  PLACES[family].map((site) => {
    const rowId = site.level && locationOf(conditionOf(family, site), site.level);
    const row = table.find((one) => one.study_id === studyId && one.row_id === rowId);
    const [xNorm, yNorm] = [numberIn(row, 'x_norm'), numberIn(row, 'y_norm')];
    return {
      site,
      seriesId: row?.series_id || undefined,
      instanceNumber: numberIn(row, 'instance_number'),
      point: xNorm === undefined || yNorm === undefined ? undefined : { xNorm, yNorm },
    };
  });

/** The label coordinates of a study, normalised by the original. */
export const labelKeypoints = (studyId: string, family: Family): readonly Keypoint[] =>
  goldenKeypoints(goldenTable('studies', 'expected', 'normalised_coordinates.csv'), studyId, family);

/** The most frequent value; the one seen first where several are. */
const mostFrequent = <T>(values: readonly T[]): T | undefined => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce<readonly [T | undefined, number]>(
    (best, entry) => (entry[1] > best[1] ? entry : best),
    [undefined, 0],
  )[0];
};

export type KeypointModel = 'coord_sagt2' | 'coord_sagt1' | 'coord_axi';

const anchorOf = (keypoints: readonly Keypoint[], site: Site): Anchor => {
  const labelled = keypoints.filter(({ seriesId }) => seriesId !== undefined);
  const seriesId = mostFrequent(labelled.map((one) => one.seriesId));
  const instances = labelled.filter((one) => one.seriesId === seriesId).map((one) => one.instanceNumber);
  return { site, seriesId, instanceNumber: mostFrequent(instances) };
};

/** The series, and for axial stacks the instance, that most coordinates name: one anchor a stack. */
export const labelAnchors = (model: KeypointModel, studyId: string): readonly Anchor[] => {
  if (model === 'coord_sagt2') return [anchorOf(labelKeypoints(studyId, 'spinal'), {})];
  if (model === 'coord_sagt1') {
    const keypoints = labelKeypoints(studyId, 'foraminal');
    return SIDES.map((side) =>
      anchorOf(
        keypoints.filter(({ site }) => site.side === side),
        { side },
      ),
    );
  }
  const keypoints = labelKeypoints(studyId, 'subarticular');
  return LEVELS.map((level) =>
    anchorOf(
      keypoints.filter(({ site }) => site.level === level),
      { level },
    ),
  );
};
