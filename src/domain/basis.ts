/** Whether all, some or none of the regions behind a grade contain pixels. */
export type Seen = 'all' | 'some' | 'none' | 'unknown';

/**
 * The evidence behind a grade. A network answers for any input: without pixels it repeats what was frequent in training, which looks like
 * Normal/Mild.
 */
export interface Basis {
  /** `unknown` if the operator that graded does not report it. */
  readonly seen: Seen;
  /** Whether pixels were seen, but possibly of another site. */
  readonly doubtful: boolean;
  /** Codes for missing pixels and for doubts; sorted, each once. A basis with everything seen and no reasons is unremarkable. */
  readonly reasons: readonly string[];
}

/**
 * Reason code of a blank region without a reason of its own.
 *
 * @example
 * import { basisOfRegions, REGION_BLANK } from 'spinestream/operators';
 *
 * basisOfRegions([{ blank: true }]).reasons.includes(REGION_BLANK); // true
 */
export const REGION_BLANK = 'REGION_BLANK';

/**
 * The basis of a grade whose operator does not report one.
 *
 * @example
 * import { UNKNOWN_BASIS } from 'spinestream/operators';
 *
 * UNKNOWN_BASIS; // { seen: 'unknown', doubtful: false, reasons: [] }
 */
export const UNKNOWN_BASIS: Basis = { seen: 'unknown', doubtful: false, reasons: [] };

const sortedOnce = (codes: readonly string[]): readonly string[] => [...new Set(codes)].sort();

const seenOf = (parts: readonly Seen[]): Seen => {
  const [first = 'unknown', ...others] = new Set(parts);
  if (parts.includes('unknown')) return 'unknown';
  return others.length === 0 ? first : 'some';
};

/**
 * Returns the basis of a grade that rests on these regions.
 * @param regions  whether each is blank, and the reason code
 *
 * @example
 * import { basisOfRegions } from 'spinestream/operators';
 *
 * const regions = [{ blank: false }, { blank: true, absent: 'AXIAL_TOO_FAR' }];
 * basisOfRegions(regions); // { seen: 'some', doubtful: false, reasons: ['AXIAL_TOO_FAR'] }
 */
export const basisOfRegions = (
  regions: readonly { readonly blank: boolean; readonly absent?: string | undefined }[],
): Basis => ({
  seen: seenOf(regions.map(({ blank }) => (blank ? 'none' : 'all'))),
  doubtful: false,
  reasons: sortedOnce(regions.flatMap(({ blank, absent }) => (blank ? [absent ?? REGION_BLANK] : []))),
});

/**
 * Returns the basis of a mean of grades: seen in all, none or some; doubtful if one is; the reasons of all.
 * @param members  undefined stands for `UNKNOWN_BASIS`
 *
 * @example
 * import { mergedBasis, UNKNOWN_BASIS } from 'spinestream/operators';
 *
 * const seen = { seen: 'all', doubtful: false, reasons: [] } as const;
 * const blank = { seen: 'none', doubtful: false, reasons: ['SERIES_MISSING'] } as const;
 * mergedBasis([seen, blank]); // { seen: 'some', doubtful: false, reasons: ['SERIES_MISSING'] }
 * mergedBasis([seen, UNKNOWN_BASIS]).seen; // 'unknown'
 */
export const mergedBasis = (members: readonly (Basis | undefined)[]): Basis => {
  const known = members.map((basis) => basis ?? UNKNOWN_BASIS);
  return {
    seen: seenOf(known.map(({ seen }) => seen)),
    doubtful: known.some(({ doubtful }) => doubtful),
    reasons: sortedOnce(known.flatMap(({ reasons }) => reasons)),
  };
};

/**
 * Returns a basis with added doubts; a basis without seen pixels stays as it is.
 * @param codes  reason codes, such as KEYPOINTS_IMPLAUSIBLE
 *
 * @example
 * import { basisOfRegions, withDoubts } from 'spinestream/operators';
 *
 * const basis = basisOfRegions([{ blank: false }]);
 * withDoubts(basis, ['KEYPOINTS_IMPLAUSIBLE']); // { seen: 'all', doubtful: true, reasons: ['KEYPOINTS_IMPLAUSIBLE'] }
 */
export const withDoubts = (basis: Basis, codes: readonly string[]): Basis =>
  codes.length === 0 || basis.seen === 'none'
    ? basis
    : { ...basis, doubtful: true, reasons: sortedOnce([...basis.reasons, ...codes]) };

/** Numbers of grades by basis. */
export interface BasisCounts {
  readonly seen: number;
  readonly partly: number;
  readonly notSeen: number;
  readonly unknown: number;
  /** Doubtful grades among those not in `notSeen`. */
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
