import type { StudyRef, Warning } from '../domain/study.ts';
import type { Entries, EntryName } from './entries.ts';
import { entryMissing } from './errors.ts';

/** A study in the pipeline: immutable, enriched by each operator. */
export interface StudyState {
  readonly study: StudyRef;
  readonly entries: ReadonlyMap<EntryName, unknown>;
  readonly warnings: readonly Warning[];
}

/** Additions of an operator to a study. */
export interface Additions {
  readonly entries: ReadonlyMap<EntryName, unknown>;
  readonly warnings?: readonly Warning[];
}

/**
 * Returns a study before its first operator: no entries, no warnings.
 *
 * @example
 * import { stateOf } from 'spinestream/operators';
 *
 * const series = [{ id: '702807833', kind: 'Sagittal T2/STIR', folder: 'data/4003253/702807833' }] as const;
 * stateOf({ id: '4003253', series }).entries.size; // 0
 */
export const stateOf = (study: StudyRef): StudyState => ({ study, entries: new Map(), warnings: [] });

/**
 * Returns the entry of that name.
 * @throws ENTRY_MISSING if no operator wrote it, listing the existing entries
 *
 * @example
 * import { adding, entryOf } from 'spinestream/operators';
 * import { exampleKeypoints, exampleSites, exampleState } from 'spinestream/testing';
 *
 * const state = exampleState(adding('keypoints.sagt2', exampleKeypoints('11', exampleSites('one'))));
 * entryOf(state, 'keypoints.sagt2')[3]?.site; // { level: 'l4_l5' }
 * entryOf(state, 'keypoints.axial'); // throws ENTRY_MISSING
 */
export const entryOf = <K extends EntryName>(state: StudyState, name: K): Entries[K] => {
  if (!state.entries.has(name)) throw entryMissing(name, [...state.entries.keys()]);
  return state.entries.get(name) as Entries[K]; // `adding` is the only writer and ties each name to its type
};

/**
 * Returns one named entry as additions to a study; the type of the value follows from the name.
 * @param warnings  unexpected conditions that did not stop the work
 *
 * @example
 * import { adding } from 'spinestream/operators';
 *
 * const { entries } = adding('custom.mean', 212.5);
 * [...entries]; // [['custom.mean', 212.5]]
 */
export const adding = <K extends EntryName>(
  name: K,
  value: Entries[K],
  warnings: readonly Warning[] = [],
): Additions => ({
  entries: new Map([[name, value]]),
  warnings,
});

/**
 * Returns several additions as one: all entries, and all warnings in order.
 *
 * @example
 * import { adding, addingAll } from 'spinestream/operators';
 *
 * const { entries } = addingAll(adding('custom.mean', 212.5), adding('custom.std', 80));
 * [...entries.keys()]; // ['custom.mean', 'custom.std']
 */
export const addingAll = (...parts: readonly Additions[]): Additions => ({
  entries: new Map(parts.flatMap((part) => [...part.entries])),
  warnings: parts.flatMap((part) => part.warnings ?? []),
});

/**
 * Returns a study with additions: entries of the same name are replaced, warnings appended. The given study does not
 * change.
 *
 * @example
 * import { adding, entryOf, withAdditions } from 'spinestream/operators';
 * import { exampleState } from 'spinestream/testing';
 *
 * const state = withAdditions(exampleState(), adding('custom.size', 5));
 * entryOf(state, 'custom.size'); // 5
 */
export const withAdditions = (state: StudyState, { entries, warnings = [] }: Additions): StudyState => ({
  study: state.study,
  entries: new Map([...state.entries, ...entries]),
  warnings: [...state.warnings, ...warnings],
});

/** Returns the state with those entries only, the input of an operator that reads them. */
export const onlyEntries = (state: StudyState, names: readonly EntryName[]): StudyState => ({
  ...state,
  entries: new Map([...state.entries].filter(([name]) => names.includes(name))),
});

/** Returns the state without those entries, so that their memory can be collected. */
export const withoutEntries = (state: StudyState, names: Iterable<EntryName>): StudyState => {
  const entries = new Map(state.entries);
  for (const name of names) entries.delete(name);
  return { ...state, entries };
};
