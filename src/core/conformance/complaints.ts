import { quotedNames } from '../../domain/text/listed.ts';
import type { StudyState } from '../study-state.ts';
import { deepDigest } from './deep-digest.ts';
import type { WatchedState } from './watched-state.ts';

/** The names that are missing from the others. */
export const namesBeyond = (names: Iterable<string>, others: Iterable<string>): readonly string[] => {
  const known = new Set(others);
  return [...names].filter((name) => !known.has(name));
};

/** How the entries that a plugin read differ from those that it declares. */
export const readComplaints = (
  { read, readAll }: WatchedState,
  { reads }: { readonly reads: readonly string[] },
): readonly string[] => {
  const undeclared = namesBeyond(read, reads);
  const unread = namesBeyond(reads, read);
  return [
    ...(readAll() ? ['goes over all entries of the study; ask for each by its name, with entryOf'] : []),
    ...(undeclared.length > 0 ? [`reads ${quotedNames(undeclared)}, which "reads" does not name`] : []),
    ...(unread.length > 0 ? [`"reads" names ${quotedNames(unread)}, which the example never reads`] : []),
  ];
};

/** Runs the work on a plugin's inputs, and names those that it changed. */
export const changeComplaints = async (
  state: StudyState,
  inputs: Readonly<Record<string, unknown>>,
  work: () => Promise<unknown>,
): Promise<readonly string[]> => {
  const digests = (): ReadonlyMap<string, string> =>
    new Map([
      ...[...state.entries].map(([name, value]) => [`the entry "${name}"`, deepDigest(value)] as const),
      ['the names of the entries', deepDigest([...state.entries.keys()])],
      ['the study', deepDigest(state.study)],
      ['the warnings', deepDigest(state.warnings)],
      ...Object.entries(inputs).map(([name, value]) => [name, deepDigest(value)] as const),
    ]);
  const before = digests();
  await work();
  const after = digests();
  return [...before]
    .filter(([what, digest]) => after.get(what) !== digest)
    .map(([what]) => `changes ${what}; make new values instead`);
};
