import type { StudyRef, Warning } from '../domain/study.ts';
import type { Entries, EntryName } from './entries.ts';
import { entryMissing } from './errors.ts';

/** One study on its way: immutable, enriched from operator to operator. */
export interface StudyState {
  readonly study: StudyRef;
  readonly entries: ReadonlyMap<EntryName, unknown>;
  readonly warnings: readonly Warning[];
}

/** What an operator adds to a study. */
export interface Additions {
  readonly entries: ReadonlyMap<EntryName, unknown>;
  readonly warnings?: readonly Warning[];
}

export const stateOf = (study: StudyRef): StudyState => ({ study, entries: new Map(), warnings: [] });

/** The entry of that name. @throws ENTRY_MISSING where nothing wrote it, naming what is there. */
export const entryOf = <K extends EntryName>(state: StudyState, name: K): Entries[K] => {
  if (!state.entries.has(name)) throw entryMissing(name, [...state.entries.keys()]);
  return state.entries.get(name) as Entries[K]; // `adding` is the only writer and ties each name to its type
};

/** One named entry as additions; the type of the value follows from the name. */
export const adding = <K extends EntryName>(
  name: K,
  value: Entries[K],
  warnings: readonly Warning[] = [],
): Additions => ({
  entries: new Map([[name, value]]),
  warnings,
});

/** Several additions as one. */
export const addingAll = (...parts: readonly Additions[]): Additions => ({
  entries: new Map(parts.flatMap((part) => [...part.entries])),
  warnings: parts.flatMap((part) => part.warnings ?? []),
});

export const withAdditions = (state: StudyState, { entries, warnings = [] }: Additions): StudyState => ({
  study: state.study,
  entries: new Map([...state.entries, ...entries]),
  warnings: [...state.warnings, ...warnings],
});

/** The state with those entries alone: what an operator that reads them is given. */
export const onlyEntries = (state: StudyState, names: readonly EntryName[]): StudyState => ({
  ...state,
  entries: new Map([...state.entries].filter(([name]) => names.includes(name))),
});

/** The state without those entries, so that what they hold can be collected. */
export const withoutEntries = (state: StudyState, names: Iterable<EntryName>): StudyState => {
  const entries = new Map(state.entries);
  for (const name of names) entries.delete(name);
  return { ...state, entries };
};
