import type { StudyRef } from '../../domain/study.ts';
import type { Split } from '../../models/weights/splits.ts';
import type { Finding } from '../../pipelines/finding.ts';
import { openStudies } from '../../streams/open-studies.ts';
import { checkLabels } from '../data/check-labels.ts';
import { readLabels } from '../data/read-labels.ts';
import { studiesOfLabels } from '../data/studies-of-labels.ts';
import type { Labels } from '../data/study-labels.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { foldSplits } from './fold-splits.ts';
import { unknownStudyFindings } from './unknown-studies.ts';

export interface DataOptions {
  /** A folder in the challenge's layout, with labels. */
  readonly data: string;
  /** The series descriptions, where not beside the studies; without any, headers tell the kinds of series. */
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Only so many studies, the first of the labels. */
  readonly limit?: number | undefined;
}

/** What an experiment is trained on: labels and folds were read and checked, no picture was. */
export interface TrainingData {
  readonly labels: Labels;
  readonly splits: readonly Split[];
  /** What is odd about the labels. */
  readonly warnings: readonly Finding[];
  /** Labelled studies of these ids, in their order. */
  readonly studiesOf: (ids: readonly string[]) => readonly StudyRef[];
}

/** @throws LABEL_*, FOLD_*, CSV_*, and what is wrong with the folder of studies */
export const openData = async (experiment: Experiment, o: DataOptions): Promise<TrainingData> => {
  const { labels: files, folds } = experiment.frame;
  const folder = await openStudies({ root: o.data, descriptions: o.descriptions, followLinks: o.followLinks });
  const { labels: all, unknown } = await readLabels({ root: o.data, ...files });
  const labels = new Map([...all].slice(0, o.limit));
  const studies = await studiesOfLabels(labels, folder);
  checkLabels(labels, studies);
  const splits = await foldSplits([...labels.keys()], folds);
  const warnings = unknownStudyFindings(experiment, unknown, [...all.keys()]);
  return { labels, splits, warnings, studiesOf: (ids) => ids.flatMap((id) => studies.get(id) ?? []) };
};
