/** Whether all, some or none of the regions that a grade rests on hold pixels. */
export type Seen = 'all' | 'some' | 'none' | 'unknown';

/**
 * What a grade rests on. A network answers whatever it is shown: without pixels it repeats what was frequent in training, which looks like
 * Normal/Mild.
 */
export interface Basis {
  /** `unknown` where the operator that graded does not say. */
  readonly seen: Seen;
  /** Whether pixels were seen, but perhaps of another place. */
  readonly doubtful: boolean;
  /** Codes of why regions hold no pixels, and of doubts; sorted, each once. A basis that was all seen and has no reasons is unremarkable. */
  readonly reasons: readonly string[];
}

/** Reason of a blank region that does not say why. */
export const REGION_BLANK = 'REGION_BLANK';

/** The basis of a grade whose operator does not say. */
export const UNKNOWN_BASIS: Basis = { seen: 'unknown', doubtful: false, reasons: [] };

const sortedOnce = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

const seenOf = (parts: readonly Seen[]): Seen => {
  const [first = 'unknown', ...others] = new Set(parts);
  if (parts.includes('unknown')) return 'unknown';
  return others.length === 0 ? first : 'some';
};

/** The basis of a grade that rests on these regions. */
export const basisOfRegions = (
  regions: readonly { readonly blank: boolean; readonly absent?: string | undefined }[],
): Basis => ({
  seen: seenOf(regions.map(({ blank }) => (blank ? 'none' : 'all'))),
  doubtful: false,
  reasons: sortedOnce(regions.flatMap(({ blank, absent }) => (blank ? [absent ?? REGION_BLANK] : []))),
});

/** The basis of a mean of grades. */
export const mergedBasis = (members: readonly (Basis | undefined)[]): Basis => {
  const known = members.map((basis) => basis ?? UNKNOWN_BASIS);
  return {
    seen: seenOf(known.map(({ seen }) => seen)),
    doubtful: known.some(({ doubtful }) => doubtful),
    reasons: sortedOnce(known.flatMap(({ reasons }) => reasons)),
  };
};

/** The basis with doubts about what was seen. Where nothing was seen, there is nothing to doubt. */
export const withDoubts = (basis: Basis, codes: readonly string[]): Basis =>
  codes.length === 0 || basis.seen === 'none'
    ? basis
    : { ...basis, doubtful: true, reasons: sortedOnce([...basis.reasons, ...codes]) };

/** Grades by what they rest on. */
export interface BasisCounts {
  readonly seen: number;
  readonly partly: number;
  readonly notSeen: number;
  readonly unknown: number;
  /** Among those that were not `notSeen`. */
  readonly doubtful: number;
}

export const NO_GRADES: BasisCounts = { seen: 0, partly: 0, notSeen: 0, unknown: 0, doubtful: 0 };

export const basisCounts = (grades: readonly { readonly basis?: Basis | undefined }[]): BasisCounts => {
  const bases = grades.map(({ basis }) => basis ?? UNKNOWN_BASIS);
  const count = (wanted: Seen): number => bases.filter(({ seen }) => seen === wanted).length;
  return {
    seen: count('all'),
    partly: count('some'),
    notSeen: count('none'),
    unknown: count('unknown'),
    doubtful: bases.filter(({ doubtful }) => doubtful).length,
  };
};

export const addedCounts = (a: BasisCounts, b: BasisCounts): BasisCounts => ({
  seen: a.seen + b.seen,
  partly: a.partly + b.partly,
  notSeen: a.notSeen + b.notSeen,
  unknown: a.unknown + b.unknown,
  doubtful: a.doubtful + b.doubtful,
});
