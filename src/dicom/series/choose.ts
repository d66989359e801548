import { shareFrame } from '../../domain/frame-of-reference.ts';
import { shareRepeated } from './extent.ts';
import { ownReasons } from './own-reasons.ts';
import type { RankedCandidate } from './rank-kind.ts';
import { overlapWithSagittal } from './rank-kind.ts';
import type { RefusedSeries } from './ranked-study.ts';
import { areSameImages } from './same-images.ts';

/** Candidates of one kind: chosen, refused, and tied (separated only by the last criterion). */
export interface Choice {
  readonly chosen: readonly RankedCandidate[];
  readonly refused: readonly RefusedSeries[];
  readonly ties: readonly Tie[];
}

export interface Tie {
  readonly taken: RankedCandidate;
  readonly left: readonly RankedCandidate[];
}

const NOTHING: Choice = { chosen: [], refused: [], ties: [] };

const repeated = ({ series }: RankedCandidate, better: RankedCandidate): RefusedSeries => ({
  series,
  code: 'SERIES_REPEATED',
  reason: `it holds the same images as ${better.series.id}, which is taken`,
});

/** The best sagittal series. Copies of it are refused; equals that are not copies are a tie. */
export const chooseSagittal = ([best, ...others]: readonly RankedCandidate[]): Choice => {
  if (best === undefined) return NOTHING;
  const copies = others.filter((other) => areSameImages(best.facts, other.facts));
  const equals = others.filter((other) => other.score === best.score && !copies.includes(other));
  return {
    chosen: [best],
    refused: copies.map((copy) => repeated(copy, best)),
    ties: equals.length === 0 ? [] : [{ taken: best, left: equals }],
  };
};

/** Overlap from which a series counts as a repeat of better ones; at the ends of blocks a slice or two may be new. */
const REPEATED_SHARE = 0.8;

/** Maximum score deficit, in points for the series' own attributes, for an axial series to be graded alongside others. */
const MUCH_WORSE = 20;

const ownPoints = ({ facts }: RankedCandidate): number =>
  ownReasons(facts).reduce((sum, { points }) => sum + points, 0);

/**
 * Distances in slice thicknesses: within the first, half a slice and its gap, two slices show the same tissue; the second is the deviation of a
 * repeat that was planned again.
 */
const SAME_TISSUE = 0.6;
const REPLANNED = 0.3;

/**
 * Share of a series' slices whose position better series already cover. If the better one scores higher by its own attributes, extra slices would be
 * graded merely for being nearer to a disc; halfway between those of an equal series they add information.
 */
const shareShown = (candidate: RankedCandidate, chosen: readonly RankedCandidate[]): number => {
  const { places } = candidate.facts;
  const near = chosen.map((better) => {
    const share = ownPoints(better) > ownPoints(candidate) ? SAME_TISSUE : REPLANNED;
    return shareRepeated(places, better.facts.places, share * better.facts.thicknessMm);
  });
  const all = chosen.flatMap((better) => better.facts.places);
  return Math.max(shareRepeated(places, all), ...near);
};

/** A better series that must not be mixed with this one, since the slice nearest to a disc would be graded regardless of quality. */
const outranking = (candidate: RankedCandidate, chosen: readonly RankedCandidate[]): RankedCandidate | undefined =>
  chosen.find((better) => ownPoints(better) - ownPoints(candidate) >= MUCH_WORSE);

/** Axial series that cover positions no better one covers, best first. */
const withoutRepeats = (candidates: readonly RankedCandidate[]): Choice => {
  const chosen: RankedCandidate[] = [];
  const refused: RefusedSeries[] = [];
  const ties: Tie[] = [];
  for (const candidate of candidates) {
    const places = candidate.facts.places;
    const share = shareShown(candidate, chosen);
    if (share < REPEATED_SHARE) {
      const better = outranking(candidate, chosen);
      if (better === undefined) chosen.push(candidate);
      else {
        const reason = `it is much less suited than ${better.series.id}, which is taken; inspect has the points`;
        refused.push({ series: candidate.series, code: 'SERIES_OUTRANKED', reason });
      }
      continue;
    }
    const copied = chosen.find((better) => areSameImages(better.facts, candidate.facts));
    const equal = chosen.find(
      (better) => better.score === candidate.score && shareRepeated(places, better.facts.places) >= REPEATED_SHARE,
    );
    if (copied !== undefined) refused.push(repeated(candidate, copied));
    else {
      const reason = `better series show the same planes as ${Math.round(share * 100)}% of its ${places.length} slices`;
      refused.push({ series: candidate.series, code: 'SERIES_REPEATED', reason });
      if (equal !== undefined) ties.push({ taken: equal, left: [candidate] });
    }
  }
  return { chosen, refused, ties };
};

/**
 * Axial series that keypoints can be placed on: those in the sagittal series' frame of reference, without repeats.
 * Without a sagittal series the best axial one decides.
 */
export const chooseAxial = (candidates: readonly RankedCandidate[], sagittal: RankedCandidate | undefined): Choice => {
  const anchor = sagittal ?? candidates[0];
  if (anchor === undefined) return NOTHING;
  const inFrame = candidates.filter(({ facts }) => shareFrame(facts.header, anchor.facts.header));
  const crossing = inFrame.filter(({ facts }) => overlapWithSagittal(facts, anchor.facts) > 0);
  // If none crosses it, the sagittal series is the doubtful one; that is a warning.
  const usable = sagittal === undefined || crossing.length === 0 ? inFrame : crossing;
  const choice = withoutRepeats(usable);
  return {
    ...choice,
    refused: [
      ...candidates.flatMap((candidate): readonly RefusedSeries[] => {
        if (!inFrame.includes(candidate))
          return [
            {
              series: candidate.series,
              code: 'SERIES_FRAME_OF_REFERENCE',
              reason: `its FrameOfReferenceUID differs from that of ${anchor.series.id}, so its positions mean other places`,
            },
          ];
        if (usable.includes(candidate)) return [];
        const reason = `none of its ${candidate.facts.places.length} slices crosses ${anchor.series.id}, the sagittal series that is taken`;
        return [{ series: candidate.series, code: 'SERIES_ELSEWHERE', reason }];
      }),
      ...choice.refused,
    ],
  };
};
