import { weightsEntryAmbiguous, weightsEntryUnknown } from './errors.ts';
import type { StateDict } from './state-dict.ts';

/** A set of named tensors in a file: the file itself, or a nested dict. */
export interface FileEntry {
  /** Path of keys, joined by dots; empty for the file itself. */
  readonly path: string;
  readonly names: readonly string[];
}

export interface EntryOptions {
  /** Names that the network requires. Without them, only common wrappers are recognised. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** Name in the file, e.g. `model_ema`. */
  readonly entry?: string | undefined;
}

/** The chosen weights of a file, and their names. */
export interface EntryChoice {
  readonly path: string;
  /** Name in messages and for `entry`; empty for the file itself. */
  readonly label: string;
  /** Other entries with the same names, such as averaged weights. */
  readonly others: readonly string[];
  /** Names in the entry that are not weights of the network, e.g. of a loss. */
  readonly leftOut: readonly string[];
  /** Maps the entry's names to the network's; undefined for dropped ones. */
  readonly nameOf: (name: string) => string | undefined;
}

/** Summary of the weights read from a file. */
export interface ReadEntry extends Pick<EntryChoice, 'label' | 'others' | 'leftOut'> {
  readonly weights: StateDict;
}

/** Common keys of a state dict in training checkpoints, most specific first; averaged weights are used if requested, or if there are no others. */
const WRAPPERS = ['state_dict', 'model_state_dict', 'model_state', 'model', 'net', 'network', 'module', 'weights'];

/** Prefixes of wrappers: DataParallel and DistributedDataParallel, torch.compile, Lightning. */
const PREFIXES = ['module.', '_orig_mod.', 'model.', 'net.', 'network.'];

/** Additions of wrappers: the counter of AveragedModel, the empty extra state of a module. */
const ASIDE = /(^|\.)(n_averaged|_extra_state)$/;

interface Candidate extends FileEntry {
  readonly prefix: string;
  readonly matches: number;
}

const labelOf = ({ path, prefix }: Pick<Candidate, 'path' | 'prefix'>): string =>
  [path, PREFIXES.some((one) => one === prefix) ? '' : prefix.replace(/\.$/, '')]
    .filter((part) => part !== '')
    .join('.');

const afterDots = (name: string): readonly number[] => [0, ...[...name.matchAll(/\./g)].map(({ index }) => index + 1)];

/** Every prefix below which the network's names occur, with the number of matches. */
const matchesIn = (names: readonly string[], wanted: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const matches = new Map<string, number>();
  for (const name of names)
    for (const start of afterDots(name)) {
      const prefix = name.slice(0, start);
      if (wanted.has(name.slice(start))) matches.set(prefix, (matches.get(prefix) ?? 0) + 1);
    }
  return matches;
};

/** Prefixes common to all names, for nested wrappers. */
const commonPrefix = (names: readonly string[]): string => {
  const found = names.length === 0 ? undefined : PREFIXES.find((one) => names.every((name) => name.startsWith(one)));
  return found === undefined ? '' : found + commonPrefix(names.map((name) => name.slice(found.length)));
};

const isWrapping = (prefix: string): boolean =>
  prefix
    .split('.')
    .slice(0, -1)
    .every((part) => PREFIXES.includes(`${part}.`));

const candidatesOf = (
  { path, names: all }: FileEntry,
  wanted: ReadonlySet<string> | undefined,
): readonly Candidate[] => {
  const names = all.filter((name) => !ASIDE.test(name));
  const matches = [...matchesIn(names, wanted ?? new Set())]
    .filter(([prefix, count]) => isWrapping(prefix) || count >= (wanted?.size ?? 0))
    .map(([prefix, count]) => ({ path, names: all, prefix, matches: count }));
  return matches.length > 0 ? matches : [{ path, names: all, prefix: commonPrefix(names), matches: 0 }];
};

const rankOf = ({ path, prefix }: Candidate): number => {
  const place = WRAPPERS.indexOf(path.split('.').at(-1) ?? '');
  const byPath = path === '' ? WRAPPERS.length : place < 0 ? WRAPPERS.length + 1 : place;
  return 1000 * byPath + (prefix === '' ? 0 : isWrapping(prefix) ? 1 : 2);
};

/** Whether its name marks the weights that training continues with. */
const isUsual = (one: Candidate): boolean => rankOf(one) < 1000 * (WRAPPERS.length + 1) && rankOf(one) % 1000 < 2;

const ownNames = ({ names, prefix }: Candidate): string =>
  names
    .filter((name) => name.startsWith(prefix) && !ASIDE.test(name))
    .map((name) => name.slice(prefix.length))
    .sort()
    .join();

/**
 * Chooses the weights of a file: the entry with the most names of the network and, among equals, the most common key.
 * @returns undefined if the file has no entry
 * @throws WEIGHTS_ENTRY_UNKNOWN, WEIGHTS_ENTRY_AMBIGUOUS if several match equally and no name decides
 */
export const chooseEntry = (
  entries: readonly FileEntry[],
  { wanted, entry }: EntryOptions,
): EntryChoice | undefined => {
  const all = entries.flatMap((one) => candidatesOf(one, wanted));
  const named = entry === undefined ? all : all.filter((one) => labelOf(one) === entry || one.path === entry);
  if (entry !== undefined && named.length === 0 && all.length > 0) throw weightsEntryUnknown(entry, all.map(labelOf));
  const most = Math.max(...named.map(({ matches }) => matches));
  const best = named.filter(({ matches }) => matches === most).sort((a, b) => rankOf(a) - rankOf(b));
  const [chosen, ...rest] = best;
  if (chosen === undefined) return undefined;
  const alike = most > 0 ? rest : rest.filter((one) => ownNames(one) === ownNames(chosen));
  if (rest.length > 0 && !isUsual(chosen)) throw weightsEntryAmbiguous(best.map(labelOf));
  return choiceOf(chosen, entry === undefined ? alike : []);
};

const choiceOf = (chosen: Candidate, alike: readonly Candidate[]): EntryChoice => {
  const { path, prefix, names } = chosen;
  const besides = alike.filter((one) => one.path === path && one.prefix.startsWith(prefix)).map((one) => one.prefix);
  const nameOf = (name: string): string | undefined => {
    const isOut = ASIDE.test(name) || !name.startsWith(prefix) || besides.some((one) => name.startsWith(one));
    return isOut ? undefined : name.slice(prefix.length);
  };
  const leftOut = names.filter((name) => nameOf(name) === undefined && !ASIDE.test(name));
  return { path, label: labelOf(chosen), others: alike.map(labelOf), leftOut, nameOf };
};
