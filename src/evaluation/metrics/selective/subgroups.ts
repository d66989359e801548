import { greatestIndex } from '../../../domain/statistics/greatest-index.ts';
import { MISSING_LABEL } from '../../../domain/vocabulary.ts';
import { type BootstrapOptions, bootstrap, type Estimate, shareOf } from '../bootstrap.ts';
import type { GradedStudy } from '../graded-study.ts';
import { SEVERITY_WEIGHTS } from '../score.ts';
import { logLoss as lossOf } from '../weighted-log-loss.ts';

/**
 * Assigns each location of a study to a group: a name per location, or one for the whole study; undefined if unknown.
 */
export interface GroupedBy {
  readonly name: string;
  readonly groupOf: (study: number, location: number) => string | undefined;
  /** Order of the groups; by size if absent. */
  readonly order?: readonly string[];
}

interface Subgroup {
  readonly group: string;
  readonly studies: number;
  /** Labelled locations. */
  readonly locations: number;
  readonly severe: number;
  readonly accuracy: Estimate;
  /** Weighted as in the challenge. */
  readonly logLoss: Estimate;
  /** Accuracy of the group minus that of all other labelled locations. Absent if there are no others. */
  readonly accuracyLead: Estimate | undefined;
}

export interface SubgroupTable {
  readonly by: string;
  /** Labelled locations whose group is unknown. */
  readonly unknown: number;
  readonly groups: readonly Subgroup[];
}

/** Maximum number of groups; smaller ones are merged. */
const MOST_GROUPS = 12;
export const OTHER_GROUPS = 'other';

const SEVERE = 2;
/** A study's counts within a group. */
const [COUNT, RIGHT, WEIGHT, LOSS] = [0, 1, 2, 3] as const;
const SUMS = 4;

/** Sums over the studies, [study][sum]. */
type Sums = Float64Array;

interface Tally {
  readonly sums: Sums;
  locations: number;
  severe: number;
}

const tallies = (studies: readonly GradedStudy[], { groupOf }: GroupedBy) => {
  const groups = new Map<string | undefined, Tally>();
  studies.forEach(({ labels, probabilities }, study) => {
    labels.forEach((label, location) => {
      if (label === MISSING_LABEL) return;
      const name = groupOf(study, location);
      const tally = groups.get(name) ?? { sums: new Float64Array(studies.length * SUMS), locations: 0, severe: 0 };
      groups.set(name, tally);
      const row = probabilities[location]!;
      const weight = SEVERITY_WEIGHTS[label]!;
      const at = study * SUMS;
      tally.sums[at + COUNT]!++;
      tally.sums[at + RIGHT]! += Number(greatestIndex(row) === label);
      tally.sums[at + WEIGHT]! += weight;
      tally.sums[at + LOSS]! += weight * lossOf({ probabilities: row, label });
      tally.locations++;
      tally.severe += Number(label === SEVERE);
    });
  });
  return groups;
};

const together = (some: readonly Tally[], studies: number): Tally => {
  const sums = new Float64Array(studies * SUMS);
  for (const tally of some) for (let i = 0; i < sums.length; i++) sums[i]! += tally.sums[i]!;
  return {
    sums,
    locations: some.reduce((sum, { locations }) => sum + locations, 0),
    severe: some.reduce((sum, { severe }) => sum + severe, 0),
  };
};

/** The largest groups by name, the rest merged. */
const largest = (groups: ReadonlyMap<string, Tally>, studies: number): readonly (readonly [string, Tally])[] => {
  const sorted = [...groups].sort(([a, x], [b, y]) => y.locations - x.locations || a.localeCompare(b));
  if (sorted.length <= MOST_GROUPS) return sorted;
  const rest = sorted.slice(MOST_GROUPS - 1).map(([, tally]) => tally);
  return [...sorted.slice(0, MOST_GROUPS - 1), [OTHER_GROUPS, together(rest, studies)]];
};

const totals = ({ sums }: Tally, times: ArrayLike<number>): readonly number[] => {
  const total = [0, 0, 0, 0];
  for (let study = 0; study * SUMS < sums.length; study++) {
    const count = times[study]!;
    if (count === 0 || sums[study * SUMS] === 0) continue;
    for (let sum = 0; sum < SUMS; sum++) total[sum]! += count * sums[study * SUMS + sum]!;
  }
  return total;
};

/** Metrics of every group, all from the same resamples. */
const estimatesOf = (
  groups: readonly Tally[],
  all: Tally,
  studies: number,
  options: BootstrapOptions,
): Readonly<Partial<Record<string, Estimate>>> => {
  const statistics = (times: ArrayLike<number>) => {
    const found: Record<string, number | undefined> = {};
    const [allCount, allRight] = totals(all, times);
    groups.forEach((tally, index) => {
      const [count, right, weight, loss] = totals(tally, times);
      const accuracy = shareOf(right!, count!);
      const others = shareOf(allRight! - right!, allCount! - count!);
      found[`${index} accuracy`] = accuracy;
      found[`${index} accuracyLead`] = accuracy === undefined || others === undefined ? undefined : accuracy - others;
      found[`${index} logLoss`] = shareOf(loss!, weight!);
    });
    return found;
  };
  return bootstrap(studies, statistics, options);
};

const studiesIn = ({ sums }: Tally): number => {
  let present = 0;
  for (let at = 0; at < sums.length; at += SUMS) if (sums[at + COUNT]! > 0) present++;
  return present;
};

/** Compares the grades of each group with all others; resamples whole studies. */
export const subgroupTable = (
  studies: readonly GradedStudy[],
  by: GroupedBy,
  options: BootstrapOptions,
): SubgroupTable => {
  const found = tallies(studies, by);
  const unknown = found.get(undefined)?.locations ?? 0;
  const named = new Map([...found].flatMap(([name, tally]) => (name === undefined ? [] : [[name, tally] as const])));
  const all = together([...named.values()], studies.length);
  const { order = [] } = by;
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  const groups = largest(named, studies.length).toSorted(([a], [b]) => rank(a) - rank(b));
  const estimates = estimatesOf(
    groups.map(([, tally]) => tally),
    all,
    studies.length,
    options,
  );
  return {
    by: by.name,
    unknown,
    groups: groups.flatMap(([group, tally], index) => {
      const accuracy = estimates[`${index} accuracy`];
      const logLoss = estimates[`${index} logLoss`];
      if (accuracy === undefined || logLoss === undefined) return [];
      const { locations, severe } = tally;
      const accuracyLead = estimates[`${index} accuracyLead`];
      return [{ group, studies: studiesIn(tally), locations, severe, accuracy, logLoss, accuracyLead }];
    }),
  };
};
