import type { Diagnostic } from '../../config/diagnostic.ts';
import type { StudyRef } from '../../domain/study.ts';
import type { Split } from '../../models/weights/splits.ts';
import { openStudies, type Studies } from '../../streams/sources/open-studies.ts';
import { readLabels } from '../data/labels/read-labels.ts';
import { checkLabels, studiesOfLabels } from '../data/labels/studies-of-labels.ts';
import type { Labels } from '../data/labels/study-labels.ts';
import type { LabelNote } from '../data/tables/label-table.ts';
import type { Experiment } from '../experiment/experiment.ts';
import { unknownStudyDiagnostics } from './checks/unknown-studies.ts';
import { foldSplits } from './fold-splits.ts';
import { withLogits } from './network-logits.ts';
import { softLabels } from './pseudo-labels.ts';

export interface DataOptions {
  /** A folder in the challenge's layout, with labels. */
  readonly data: string;
  /** The series descriptions, if not next to the studies; without any, headers determine the kinds of series. */
  readonly descriptions?: string | undefined;
  readonly followLinks?: boolean | undefined;
  /** Maximum number of studies, the first of the labels. */
  readonly limit?: number | undefined;
}

/** Labels of an experiment and the studies that they are of. */
export interface LabelledStudies {
  readonly labels: Labels;
  /** Labelled studies of these ids, in order. */
  readonly studiesOf: (ids: readonly string[]) => readonly StudyRef[];
}

/** Training data of an experiment: labels and folds are validated, images unread. */
export interface TrainingData extends LabelledStudies {
  /** Training labels, softened if the experiment requests it. */
  readonly trainLabels: Labels;
  readonly splits: readonly Split[];
  /** Warnings about the labels. */
  readonly warnings: readonly Diagnostic[];
}

const folderOf = ({ data, descriptions, followLinks }: DataOptions): Promise<Studies> =>
  openStudies({ root: data, descriptions, followLinks });

/** The labels of an experiment, and their studies. */
const labelled = async (
  folder: Promise<Studies>,
  { frame, architecture }: Experiment,
  { data, limit }: DataOptions,
) => {
  const opened = await folder;
  const { pseudo, ...files } = frame.labels;
  const { labels: all, unknown, notes } = await readLabels({ root: data, ...files });
  const limited = new Map([...all].slice(0, limit));
  const { config } = architecture;
  const level1 =
    frame.samples.logits === undefined || config.kind !== 'level_2'
      ? undefined
      : await withLogits(limited, frame.samples.logits.run, Object.keys(config.networks));
  const labels = level1?.labels ?? limited;
  const studies = await studiesOfLabels(labels, opened);
  checkLabels(labels, studies);
  const soft = pseudo === undefined ? { labels, warnings: [] } : await softLabels(labels, pseudo);
  const studiesOf = (ids: readonly string[]) => ids.flatMap((id) => studies.get(id) ?? []);
  return { labels, soft, level1, studiesOf, unknown, notes };
};

/**
 * Opens the data of experiments; reads the folder, and labels that several experiments share, only once.
 * @throws LABEL_*, FOLD_*, CSV_*, and errors of the folder of studies
 */
export const dataOpener = (o: DataOptions): ((experiment: Experiment) => Promise<TrainingData>) => {
  let folder: Promise<Studies> | undefined;
  const known = new Map<string, ReturnType<typeof labelled>>();
  return async (experiment) => {
    const { labels: options, samples, folds } = experiment.frame;
    folder ??= folderOf(o);
    const key = JSON.stringify([
      options,
      ...(samples.logits === undefined ? [] : [samples, experiment.architecture.config]),
    ]);
    const opened = known.get(key) ?? labelled(folder, experiment, o);
    known.set(key, opened);
    const { labels, soft, level1, studiesOf, unknown, notes } = await opened;
    const splits = await foldSplits([...labels.keys()], folds);
    await level1?.checkFolds(splits);
    const warnings = [
      ...soft.warnings,
      ...(level1?.warnings ?? []),
      ...notes.map(noteDiagnostic),
      ...unknownStudyDiagnostics(experiment, unknown),
    ];
    return { labels, trainLabels: soft.labels, splits, warnings, studiesOf };
  };
};

/**
 * Reads and checks the labels of an experiment, and splits them into folds; reads no image.
 * @throws LABEL_*, CSV_*, FOLD_*, SOURCE_FOLDER_MISSING
 *
 * @example
 * import { loadExperiments, openData } from 'spinestream/training';
 *
 * const [experiment] = (await loadExperiments('keypoints.yaml', {})).experiments;
 * const { labels, splits } = await openData(experiment!, { data: 'data' });
 * labels.size; // 5
 * splits.map(({ train, validation }) => [train.length, validation.length]); // [[2, 3], [3, 2]]
 */
export const openData = (experiment: Experiment, o: DataOptions): Promise<TrainingData> => dataOpener(o)(experiment);

/**
 * Reads and checks the labels of an experiment whose folds are known from its run folder.
 * @throws LABEL_*, CSV_*, SOURCE_FOLDER_MISSING
 */
export const openLabels = (experiment: Experiment, o: DataOptions): Promise<LabelledStudies> =>
  labelled(folderOf(o), experiment, o);

const noteDiagnostic = ({ file, line, message }: LabelNote): Diagnostic => ({
  ...{ severity: 'warning', code: 'LABEL_TABLE_UNUSUAL', file, line, column: 1 },
  message,
});
