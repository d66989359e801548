import type { StudyState } from '../study-state.ts';
import { deepDigest } from './deep-digest.ts';

/** Digests of a plugin's inputs, by their names in complaints. */
export const inputDigests = (state: StudyState, options: unknown): Map<string, string> =>
  new Map([
    ...[...state.entries].map(([name, value]) => [`the entry "${name}"`, deepDigest(value)] as const),
    ['the names of the entries', deepDigest([...state.entries.keys()])],
    ['the study', deepDigest(state.study)],
    ['the warnings', deepDigest(state.warnings)],
    ['the options', deepDigest(options)],
  ]);
