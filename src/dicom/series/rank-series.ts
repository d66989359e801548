import { compareText } from '../../domain/compare-ids.ts';
import type { IndexedSeries } from '../../domain/indexed.ts';
import { type Choice, chooseAxial, chooseSagittal } from './choose.ts';
import { type RankedCandidate, rankKind } from './rank-kind.ts';
import type { Candidate, RankedStudy, RefusedSeries } from './ranked-study.ts';
import { rankingWarnings } from './ranking-warnings.ts';
import { factsOf, type SeriesFacts } from './series-facts.ts';

/** SeriesInstanceUIDs with at least one diffusion-weighted slice: their b = 0 slices, which look like T2, are excluded too. */
const diffusionUids = (all: readonly IndexedSeries[]): ReadonlySet<string> =>
  new Set(
    all.flatMap(({ slices }) =>
      slices.flatMap(({ header }) => ((header.diffusionBValue ?? 0) > 0 ? (header.seriesUid ?? []) : [])),
    ),
  );

const isPartOf = (uids: ReadonlySet<string>, { slices }: IndexedSeries): boolean =>
  slices.some(({ header }) => header.seriesUid !== undefined && uids.has(header.seriesUid));

const isRefused = (one: SeriesFacts | RefusedSeries): one is RefusedSeries => 'code' in one;

const examined = (all: readonly IndexedSeries[]): readonly (SeriesFacts | RefusedSeries)[] => {
  const diffusion = diffusionUids(all);
  return all.map((series) => {
    const facts = factsOf(series);
    if (isRefused(facts) || !isPartOf(diffusion, series)) return facts;
    return { series, code: 'SERIES_DIFFUSION', reason: 'other slices of its SeriesInstanceUID are diffusion-weighted' };
  });
};

/**
 * Series of two kinds are never acquired at one moment: de-identification overwrote times that are equal in all of them, and they no longer tell a
 * repeat from a copy.
 */
const withoutOverwrittenTimes = (all: readonly SeriesFacts[]): readonly SeriesFacts[] => {
  const kinds = new Set(all.map(({ kind }) => kind)).size;
  const times = new Set(all.map(({ acquiredAt }) => acquiredAt)).size;
  return kinds > 1 && times === 1 ? all.map((facts) => ({ ...facts, acquiredAt: undefined })) : all;
};

/** Axial series that locate the lumbar spine: those not labelled as another region, or all if every one is. */
const lumbarAxial = (all: readonly SeriesFacts[]): readonly SeriesFacts[] => {
  const axial = all.filter(({ kind }) => kind === 'Axial T2');
  const lumbar = axial.filter(({ region }) => region === undefined || region.region === 'lumbar spine');
  return lumbar.length > 0 ? lumbar : axial;
};

const stripped = ({ facts: _, ...candidate }: RankedCandidate): Candidate => candidate;

/**
 * Ranks the series of a study and chooses the ones to grade. Chooses the Sagittal T2 series first, by its own attributes and by the axial slices that
 * it covers; the others are chosen to match it.
 * @param all the series of one study, each of one plane, one contrast and one frame of reference, in any order
 */
export const rankSeries = (all: readonly IndexedSeries[]): RankedStudy => {
  const results = examined(all.toSorted((a, b) => compareText(a.id, b.id)));
  const facts = withoutOverwrittenTimes(results.flatMap((one) => (isRefused(one) ? [] : one)));
  const axial = lumbarAxial(facts);

  const t2 = rankKind('Sagittal T2/STIR', facts, { axial });
  const bestT2 = chooseSagittal(t2);
  const t1 = rankKind('Sagittal T1', facts, { axial, sagittal: bestT2.chosen[0]?.facts });
  const bestT1 = chooseSagittal(t1);
  const sagittal = bestT2.chosen[0] ?? bestT1.chosen[0];
  const axialT2 = rankKind('Axial T2', facts, { axial, sagittal: sagittal?.facts });
  const bestAxial = chooseAxial(axialT2, sagittal);

  const choices: readonly Choice[] = [bestT2, bestT1, bestAxial];
  const chosen = choices.flatMap((choice) => choice.chosen);
  const plain = new Map([...t2, ...t1, ...axialT2].map((one) => [one, stripped(one)]));
  const plainOf = (ranked: readonly RankedCandidate[]) => ranked.map((one) => plain.get(one)!);
  return {
    candidates: { 'Sagittal T2/STIR': plainOf(t2), 'Sagittal T1': plainOf(t1), 'Axial T2': plainOf(axialT2) },
    chosen: plainOf(chosen),
    refused: [...results.filter(isRefused), ...choices.flatMap(({ refused }) => refused)],
    warnings: rankingWarnings({ chosen, axial: axialT2, sagittal, ties: choices.flatMap(({ ties }) => ties) }),
  };
};
