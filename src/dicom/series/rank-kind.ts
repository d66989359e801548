import { shareFrame } from '../../domain/frame-of-reference.ts';
import { mean } from '../../domain/statistics/mean.ts';
import type { SeriesKind } from '../../domain/vocabulary.ts';
import { centreZMm, shareCrossing, sharedHeight } from './extent.ts';
import { ownReasons } from './own-reasons.ts';
import type { Candidate, Reason } from './ranked-study.ts';
import type { SeriesFacts } from './series-facts.ts';

/** A candidate with its ranking criteria. */
export interface RankedCandidate extends Candidate {
  readonly facts: SeriesFacts;
}

/** Context for ranking the candidates of one kind. */
export interface Company {
  /** All candidates of the kind, including the one being ranked. */
  readonly rivals: readonly SeriesFacts[];
  /** Axial series of the lumbar spine, for sagittal candidates. */
  readonly axial: readonly SeriesFacts[];
  /** The sagittal series already chosen. */
  readonly sagittal?: SeriesFacts | undefined;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const frameReasons = (facts: SeriesFacts, { axial, sagittal }: Company): readonly Reason[] => {
  const others = sagittal === undefined ? axial : [sagittal];
  if (others.length === 0) return [];
  const elsewhere = others.filter((other) => !shareFrame(facts.header, other.header)).length;
  const points = -Math.round((10 * elsewhere) / others.length);
  const text = `frame of reference differs from that of ${elsewhere} of ${others.length} series that it belongs with`;
  return elsewhere === 0 ? [] : [{ code: 'OTHER_FRAME', points, text }];
};

/** Mean share of each axial series' slices that cross the candidate; 0 for a series in another frame of reference. */
export const overlapWithAxial = (facts: SeriesFacts, axial: readonly SeriesFacts[]): number =>
  mean(axial.map((other) => (shareFrame(facts.header, other.header) ? shareCrossing(other.places, facts.box) : 0)));

/** Share of the chosen sagittal series that an axial or another sagittal candidate covers. */
export const overlapWithSagittal = (facts: SeriesFacts, sagittal: SeriesFacts): number => {
  if (!shareFrame(facts.header, sagittal.header)) return 0;
  return facts.kind === 'Axial T2' ? shareCrossing(facts.places, sagittal.box) : sharedHeight(facts.box, sagittal.box);
};

const overlapReasons = (facts: SeriesFacts, { axial, sagittal }: Company): readonly Reason[] => {
  const reasons: Reason[] = [];
  if (facts.kind !== 'Axial T2' && axial.length > 0) {
    const share = overlapWithAxial(facts, axial);
    const text = `covers ${percent(share)} of the axial slices`;
    reasons.push({ code: 'OVERLAPS_AXIAL', points: Math.round(20 * share), text });
  }
  if (sagittal !== undefined) {
    const share = overlapWithSagittal(facts, sagittal);
    const text =
      facts.kind === 'Axial T2'
        ? `${percent(share)} of its slices cross the chosen sagittal series`
        : `covers ${percent(share)} of the height of the chosen sagittal series`;
    reasons.push({ code: 'OVERLAPS_SAGITTAL', points: Math.round(20 * share), text });
  }
  return reasons;
};

/** Blocks of a whole-spine examination are about 250 mm apart, repeats of one block hardly at all. */
const BLOCK_DISTANCE_MM = 100;

const lowestReason = (facts: SeriesFacts, { rivals }: Company): readonly Reason[] => {
  if (facts.kind === 'Axial T2') return [];
  const below = rivals
    .filter((rival) => rival !== facts && shareFrame(rival.header, facts.header))
    .map((rival) => centreZMm(rival.box) - centreZMm(facts.box));
  const isLowest = below.some((mm) => mm > BLOCK_DISTANCE_MM) && !below.some((mm) => mm < -BLOCK_DISTANCE_MM);
  const text = `the lowest block, ${Math.round(Math.max(0, ...below))} mm below the highest`;
  return isLowest ? [{ code: 'LOWEST_BLOCK', points: 10, text }] : [];
};

const coverageReason = (facts: SeriesFacts, { rivals }: Company): Reason => {
  const most = Math.max(...rivals.map(({ coverageMm }) => coverageMm));
  const points = Math.round((20 * facts.coverageMm) / most);
  return { code: 'COVERAGE', points, text: `${facts.positions} slices of ${Math.round(facts.coverageMm)} mm in all` };
};

/** Less than a point, so that it only breaks ties. */
const laterReason = (facts: SeriesFacts, { rivals }: Company): readonly Reason[] => {
  const times = [...new Set(rivals.flatMap(({ acquiredAt }) => acquiredAt ?? []))].toSorted();
  const place = times.indexOf(facts.acquiredAt ?? '');
  if (place < 1) return [];
  const text = `acquired later than ${place} of ${times.length - 1} others`;
  return [{ code: 'LATER', points: Math.round((90 * place) / (times.length - 1)) / 100, text }];
};

const scored = (facts: SeriesFacts, company: Company): RankedCandidate => {
  const reasons = [
    ...ownReasons(facts),
    ...frameReasons(facts, company),
    ...overlapReasons(facts, company),
    ...lowestReason(facts, company),
    coverageReason(facts, company),
    ...laterReason(facts, company),
  ];
  const score = Math.round(100 * reasons.reduce((sum, { points }) => sum + points, 0)) / 100;
  return { series: facts.series, kind: facts.kind, by: facts.by, score, reasons, facts };
};

/** Higher scores first, then later series; the identifier makes the order deterministic. */
const byRank = (a: RankedCandidate, b: RankedCandidate): number =>
  b.score - a.score ||
  (b.facts.header.seriesNumber ?? -1) - (a.facts.header.seriesNumber ?? -1) ||
  (a.series.id < b.series.id ? -1 : 1);

/** Candidates of one kind, best first. */
export const rankKind = (kind: SeriesKind, all: readonly SeriesFacts[], company: Omit<Company, 'rivals'>) => {
  const rivals = all.filter((facts) => facts.kind === kind);
  return rivals.map((facts) => scored(facts, { ...company, rivals })).toSorted(byRank);
};
