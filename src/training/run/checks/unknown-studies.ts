import { closest, distance } from 'fastest-levenshtein';
import type { Diagnostic } from '../../../config/diagnostic.ts';
import type { UnknownStudies } from '../../data/read-labels.ts';
import type { Experiment } from '../../experiment/experiment.ts';

/**
 * Warns of studies under `labels.exclude`, and in the table of `labels.drop`, that the labels do not have: the one that a mistyped id means
 * is trained on. It is no error, for a list may serve several sets of data, and with another list it would be another experiment.
 * @param labelled  studies that are trained on or validated
 */
export const unknownStudyDiagnostics = (
  experiment: Pick<Experiment, 'file' | 'at' | 'frame'>,
  { excluded, dropped }: UnknownStudies,
  labelled: readonly string[],
): readonly Diagnostic[] => [
  ...excludedDiagnostics(experiment, likeliestFirst(excluded.map(told(labelled)))),
  ...droppedDiagnostics(
    experiment.frame.labels.drop,
    likeliestFirst(dropped.map((one) => ({ ...one, ...told(labelled)(one.studyId) }))),
  ),
];

/** A study that the labels do not have, and the one that was probably meant. */
interface Unknown {
  readonly studyId: string;
  readonly meant: string | undefined;
}

const WARNING = { severity: 'warning', code: 'LABEL_STUDY_UNKNOWN' } as const;
const REMEDY = 'correct them, unless they are of other data';

const excludedDiagnostics = (
  { file, at, frame }: Pick<Experiment, 'file' | 'at' | 'frame'>,
  unknown: readonly Unknown[],
): readonly Diagnostic[] => {
  const { exclude } = frame.labels;
  return unknown.slice(0, 1).map(({ studyId }) => ({
    ...WARNING,
    file,
    ...at(['labels', 'exclude', exclude.indexOf(studyId)]),
    message: `labels.exclude: ${unknown.length} of ${exclude.length} studies have no labels here, nothing is left out for them (${some(unknown)}); ${REMEDY}`,
  }));
};

const droppedDiagnostics = (
  table: string | undefined,
  unknown: readonly (Unknown & { readonly line: number })[],
): readonly Diagnostic[] =>
  table === undefined
    ? []
    : unknown.slice(0, 1).map(({ line }) => ({
        ...WARNING,
        file: table,
        line,
        column: 1,
        message: `labels.drop: ${unknown.length} of the studies here have no labels, no point is dropped for them (${some(unknown)}); ${REMEDY}`,
      }));

/** In a list that serves several sets of data, what is mistyped must not be among what is not told. */
const likeliestFirst = <U extends Unknown>(unknown: readonly U[]): readonly U[] => [
  ...unknown.filter(({ meant }) => meant !== undefined),
  ...unknown.filter(({ meant }) => meant === undefined),
];

const MOST_TOLD = 3;

const some = (unknown: readonly Unknown[]): string => {
  const names = unknown.map(({ studyId, meant }) => (meant === undefined ? studyId : `${studyId}, for ${meant}?`));
  return [...names.slice(0, MOST_TOLD), ...(names.length > MOST_TOLD ? [`${names.length - MOST_TOLD} more`] : [])].join(
    '; ',
  );
};

/** An id of so many characters may have one that is wrong, of twice as many two: with more, every number is near some study. */
const CHARACTERS_A_SLIP = 5;

const told =
  (labelled: readonly string[]) =>
  (studyId: string): Unknown => {
    const slips = Math.max(1, Math.floor(studyId.length / CHARACTERS_A_SLIP));
    const nearest = labelled.length === 0 ? undefined : closest(studyId, labelled);
    const isNear = nearest !== undefined && distance(studyId, nearest) <= slips;
    return { studyId, meant: isNear ? nearest : undefined };
  };
