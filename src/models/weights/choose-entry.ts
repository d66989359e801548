import { weightsEntryAmbiguous, weightsEntryUnknown } from './errors.ts';
import type { StateDict } from './state-dict.ts';

/** A set of named tensors in a file: the file itself, or a dict in it. */
export interface FileEntry {
  /** Keys that lead to it, joined by dots; empty for the file itself. */
  readonly path: string;
  readonly names: readonly string[];
}

export interface EntryOptions {
  /** Names that the network asks for. Without them, only the usual wrappers are known. */
  readonly wanted?: ReadonlySet<string> | undefined;
  /** As the file calls it, e.g. `model_ema`. */
  readonly entry?: string | undefined;
}

/** Which weights of a file are taken, and under which names. */
export interface EntryChoice {
  readonly path: string;
  /** As messages and `entry` call it; empty for the file itself. */
  readonly label: string;
  /** Others that hold the same weights, such as averaged ones. */
  readonly others: readonly string[];
  /** Names of the entry that are no weights of the network, e.g. of a loss. */
  readonly leftOut: readonly string[];
  /** The network's name for one of the entry's; undefined for one that is left out. */
  readonly nameOf: (name: string) => string | undefined;
}

/** The weights that were taken of a file. */
export interface ReadEntry extends Pick<EntryChoice, 'label' | 'others' | 'leftOut'> {
  readonly weights: StateDict;
}

/** Where training code keeps its state dict, the most telling name first; averaged ones are taken where they are named, or alone. */
const WRAPPERS = ['state_dict', 'model_state_dict', 'model_state', 'model', 'net', 'network', 'module', 'weights'];

/** What wrappers put before every name: DataParallel and DistributedDataParallel, torch.compile, Lightning. */
const PREFIXES = ['module.', '_orig_mod.', 'model.', 'net.', 'network.'];

/** What wrappers add and no network has: the counter of AveragedModel, the empty extra state of a module. */
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

/** Every prefix below which names of the network stand, with how many do. */
const matchesIn = (names: readonly string[], wanted: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const matches = new Map<string, number>();
  for (const name of names)
    for (const start of afterDots(name)) {
      const prefix = name.slice(0, start);
      if (wanted.has(name.slice(start))) matches.set(prefix, (matches.get(prefix) ?? 0) + 1);
    }
  return matches;
};

/** Prefixes that every name has, one wrapper within another. */
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

/** Whether its name says that it holds what training goes on with. */
const isUsual = (one: Candidate): boolean => rankOf(one) < 1000 * (WRAPPERS.length + 1) && rankOf(one) % 1000 < 2;

const ownNames = ({ names, prefix }: Candidate): string =>
  names
    .filter((name) => name.startsWith(prefix) && !ASIDE.test(name))
    .map((name) => name.slice(prefix.length))
    .sort()
    .join();

/**
 * Chooses the weights of a file: those of which most names are the network's, and of several such the one under the most usual name.
 * @returns undefined where the file has no entry
 * @throws WEIGHTS_ENTRY_UNKNOWN, WEIGHTS_ENTRY_AMBIGUOUS where several hold the same and no name tells them apart
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
