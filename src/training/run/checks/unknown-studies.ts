import type { Diagnostic } from '../../../config/diagnostic.ts';
import { firstOf } from '../../../domain/text/listed.ts';
import type { UnknownStudies } from '../../data/labels/read-labels.ts';
import type { Experiment } from '../../experiment/experiment.ts';

/**
 * Warns of studies in `labels.exclude`, and in the table of `labels.drop`, that the labels lack: a mistyped id leaves
 * its study in the training. Not an error, since one list may serve several datasets.
 */
export const unknownStudyDiagnostics = (
  experiment: Pick<Experiment, 'file' | 'at' | 'frame'>,
  { excluded, dropped, ungraded }: UnknownStudies,
): readonly Diagnostic[] => [
  ...excludedDiagnostics(experiment, excluded),
  ...droppedDiagnostics(experiment.frame.labels.drop, dropped, ['drop', 'point']),
  ...droppedDiagnostics(experiment.frame.labels.dropGrades, ungraded, ['dropGrades', 'grade']),
];

const WARNING = { severity: 'warning', code: 'LABEL_STUDY_UNKNOWN' } as const;
const REMEDY = 'correct them, unless they are of other data';

const excludedDiagnostics = (
  { file, at, frame }: Pick<Experiment, 'file' | 'at' | 'frame'>,
  unknown: readonly string[],
): readonly Diagnostic[] => {
  const { exclude } = frame.labels;
  return unknown.slice(0, 1).map((studyId) => ({
    ...WARNING,
    file,
    ...at(['labels', 'exclude', exclude.indexOf(studyId)]),
    message: `labels.exclude: ${unknown.length} of ${exclude.length} studies have no labels here, nothing is left out for them (${firstOf(unknown)}); ${REMEDY}`,
  }));
};

const droppedDiagnostics = (
  table: string | undefined,
  unknown: UnknownStudies['dropped'],
  [option, what]: readonly [option: string, what: string],
): readonly Diagnostic[] =>
  table === undefined
    ? []
    : unknown.slice(0, 1).map(({ line }) => ({
        ...WARNING,
        file: table,
        line,
        column: 1,
        message: `labels.${option}: ${unknown.length} of the studies here have no labels, no ${what} is dropped for them (${firstOf(unknown.map(({ studyId }) => studyId))}); ${REMEDY}`,
      }));
