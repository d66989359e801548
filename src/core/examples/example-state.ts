import type { SeriesKind } from '../../domain/vocabulary.ts';
import { type Additions, addingAll, type StudyState, stateOf, withAdditions } from '../study-state.ts';
import { EXAMPLE_STUDY_ID } from './example-files.ts';

/** The folder of a study; it does not exist. */
const folderOf = (studyId: string): string => `example/${studyId}`;

/** The kinds of its series, by id. */
export const EXAMPLE_KINDS: Readonly<Record<string, SeriesKind>> = {
  '11': 'Sagittal T2/STIR',
  '12': 'Sagittal T1',
  '13': 'Axial T2',
};

/**
 * Returns the example study, with a series of each kind, and these entries.
 *
 * @example
 * import { adding, entryOf } from 'spinestream/operators';
 * import { exampleState } from 'spinestream/testing';
 *
 * const state = exampleState(adding('custom.size', 5));
 * state.study.series.map(({ kind }) => kind); // ['Sagittal T2/STIR', 'Sagittal T1', 'Axial T2']
 * entryOf(state, 'custom.size'); // 5
 */
export const exampleState = (...entries: readonly Additions[]): StudyState => {
  const series = Object.entries(EXAMPLE_KINDS).map(([id, kind]) => ({
    id,
    kind,
    folder: `${folderOf(EXAMPLE_STUDY_ID)}/${id}`,
  }));
  return withAdditions(stateOf({ id: EXAMPLE_STUDY_ID, series }), addingAll(...entries));
};

const OTHER_STUDY_ID = '2';

/** Moves paths from the example study to the other one, at any depth of lists and records. */
const withOtherPaths = <T>(value: T): T => {
  const changed = (one: unknown): unknown => {
    if (typeof one === 'string')
      return one.replace(new RegExp(`^${folderOf(EXAMPLE_STUDY_ID)}/`), `${folderOf(OTHER_STUDY_ID)}/`);
    if (Array.isArray(one)) return one.map(changed);
    if (typeof one !== 'object' || one === null || Object.getPrototypeOf(one) !== Object.prototype) return one;
    return Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, changed(inner)]));
  };
  return changed(value) as T; // the same shape: only texts differ
};

/**
 * Returns a study with the same results but another id and, for the example study, other images; for checks that
 * studies stay separate.
 *
 * @example
 * import { exampleState, otherStudy } from 'spinestream/testing';
 *
 * exampleState().study.id; // '1'
 * otherStudy(exampleState()).study.id; // '2'
 */
export const otherStudy = ({ study, entries, warnings }: StudyState): StudyState => ({
  study: { ...withOtherPaths(study), id: study.id === OTHER_STUDY_ID ? EXAMPLE_STUDY_ID : OTHER_STUDY_ID },
  entries: new Map([...entries].map(([name, value]) => [name, withOtherPaths(value)])),
  warnings,
});
