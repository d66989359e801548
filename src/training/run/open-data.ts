import type { StudyRef } from '../../domain/study.ts';
import type { Split } from '../../models/weights/splits.ts';
import type { Finding } from '../../pipelines/finding.ts';
import { openStudyFolder, type StudyFolder } from '../../streams/study-folder.ts';
import { checkLabels } from '../data/check-labels.ts';
import { readLabels } from '../data/read-labels.ts';
import type { Labels } from '../data/study-labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { foldSplits } from './fold-splits.ts';
import { unknownStudyFindings } from './unknown-studies.ts';

export interface DataOptions {
  /** A folder in the challenge's layout, with labels. */
  readonly data: string;
  /** The series descriptions, where not beside the studies. */
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Only so many studies, the first of the labels. */
  readonly limit?: number | undefined;
}

/** What an experiment is trained on: labels and folds were read and checked, no picture was. */
export interface TrainingData {
  readonly folder: StudyFolder;
  readonly labels: Labels;
  readonly splits: readonly Split[];
  /** What is odd about the labels. */
  readonly warnings: readonly Finding[];
  /** Studies of these ids, in their order. */
  readonly studiesOf: (ids: readonly string[]) => readonly StudyRef[];
}

/** @throws LABEL_*, FOLD_*, CSV_*, and what is wrong with the folder of studies */
export const openData = async (experiment: Experiment, o: DataOptions): Promise<TrainingData> => {
  const { labels: files, folds } = experiment.frame;
  const folder = await openStudyFolder({ root: o.data, descriptions: o.descriptions, followLinks: o.followLinks });
  const { labels: all, unknown } = await readLabels({ root: o.data, ...files });
  const labels = new Map([...all].slice(0, o.limit));
  checkLabels(labels, folder);
  const splits = await foldSplits([...labels.keys()], folds);
  const warnings = unknownStudyFindings(experiment, unknown, [...all.keys()]);
  return { folder, labels, splits, warnings, studiesOf: (ids) => ids.map((id) => studyOf(folder, id)) };
};

const studyOf = (folder: StudyFolder, id: string): StudyRef => {
  const { study, error } = folder.itemOf(id);
  if (error !== undefined) throw error;
  return study;
};
