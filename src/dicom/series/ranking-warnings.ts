import { shareFrame } from '../../domain/frame-of-reference.ts';
import type { Warning } from '../../domain/study.ts';
import type { Tie } from './choose.ts';
import type { RankedCandidate } from './rank-kind.ts';
import { overlapWithAxial } from './rank-kind.ts';
import type { SeriesFacts } from './series-facts.ts';

const named = ({ kind, series }: RankedCandidate): string => `${kind} (${series.id})`;
const listed = (parts: readonly string[]): string => parts.join('; ');
const REMEDY = 'check the study, or name its series in a descriptions file';

/** One warning per cause: with the identifier of a single series, or with all identifiers in the message. */
const warning = (code: string, concerned: readonly RankedCandidate[], message: string): readonly Warning[] =>
  concerned.length === 0
    ? []
    : [{ code, message, ...(concerned.length === 1 ? { seriesId: concerned[0]!.series.id } : {}) }];

const contradictions = (chosen: readonly RankedCandidate[]): readonly Warning[] => {
  const concerned = chosen.filter(({ facts }) => facts.contradicted !== undefined);
  const parts = concerned.map((one) => `${named(one)}: ${one.facts.contradicted}`);
  return warning(
    'SERIES_DESCRIPTION_CONTRADICTED',
    concerned,
    `description contradicted by the times of the sequence, which decided: ${listed(parts)}; ${REMEDY}`,
  );
};

const isForeign = ({ facts }: RankedCandidate): boolean =>
  facts.region !== undefined && facts.region.region !== 'lumbar spine';

/** Sagittal candidates that no axial slice in their frame of reference crosses. */
const isApart = ({ facts }: RankedCandidate, axial: readonly SeriesFacts[]): boolean => {
  const inFrame = axial.filter((other) => shareFrame(facts.header, other.header));
  return facts.kind !== 'Axial T2' && inFrame.length > 0 && overlapWithAxial(facts, inFrame) === 0;
};

const regions = (chosen: readonly RankedCandidate[], axial: readonly SeriesFacts[]): readonly Warning[] => {
  const concerned = chosen.filter((one) => isForeign(one) || isApart(one, axial));
  const parts = concerned.map((one) => {
    const { region } = one.facts;
    if (isForeign(one) && region !== undefined) return `${named(one)}: ${region.by} names the ${region.region}`;
    return `${named(one)}: no axial slice crosses it`;
  });
  return warning('SERIES_REGION', concerned, `region in doubt, graded as lumbar spine: ${listed(parts)}; ${REMEDY}`);
};

/** Reasons against a series that change how the spine looks in it. */
const UNUSUAL = new Set(['OPPOSED_PHASE', 'REFORMATTED', 'SINGLE_SHOT', 'THIN_SLICES']);
/** T2 hardly changes after a contrast agent, and scanners may name the agent in every series of the examination. */
const UNUSUAL_ON_T1 = new Set([...UNUSUAL, 'CONTRAST_AGENT']);

const unusual = (chosen: readonly RankedCandidate[]): readonly Warning[] => {
  const parts = chosen.flatMap((one) => {
    const codes = one.kind === 'Sagittal T1' ? UNUSUAL_ON_T1 : UNUSUAL;
    const texts = one.reasons.flatMap(({ code, text }) => (codes.has(code) ? [text] : []));
    return texts.length === 0 ? [] : [{ one, text: `${named(one)}: ${texts.join(', ')}` }];
  });
  return warning(
    'SERIES_UNUSUAL',
    parts.map(({ one }) => one),
    `series that look unusual are graded: ${listed(parts.map(({ text }) => text))}; treat grades that rest on them with caution`,
  );
};

/** An examination may last past midnight. */
const LONGEST_DAYS = 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Midnight before the acquisition, in ms; undefined if its date is unknown. */
const dayOf = ({ facts }: RankedCandidate): number | undefined => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(facts.acquiredAt ?? '') ?? [];
  return year === undefined ? undefined : Date.UTC(Number(year), Number(month) - 1, Number(day));
};

const days = (chosen: readonly RankedCandidate[]): readonly Warning[] => {
  const dated = chosen.flatMap((one) => dayOf(one) ?? []);
  const apart = (Math.max(...dated) - Math.min(...dated)) / DAY_MS;
  return warning(
    'SERIES_OF_TWO_DAYS',
    apart > LONGEST_DAYS ? chosen : [],
    `the series of this study were acquired up to ${Math.round(apart)} days apart; check that none belongs to an earlier examination, unless de-identification shifted dates series by series`,
  );
};

const tied = (ties: readonly Tie[]): readonly Warning[] => {
  const parts = ties.map(
    ({ taken, left }) => `${named(taken)} was taken and ${left.map(({ series }) => series.id).join(', ')} left out`,
  );
  return warning(
    'SERIES_TIE',
    ties.map(({ taken }) => taken),
    `series rank equally, the higher series number decided: ${listed(parts)}; ${REMEDY}`,
  );
};

const frames = (
  axial: readonly RankedCandidate[],
  chosen: readonly RankedCandidate[],
  sagittal: RankedCandidate | undefined,
): readonly Warning[] => {
  if (sagittal === undefined) return [];
  const outside = axial.filter(({ facts }) => !shareFrame(facts.header, sagittal.facts.header));
  const isPlaced = chosen.some(({ kind }) => kind === 'Axial T2');
  const loss = isPlaced ? 'they are left out' : 'no axial keypoints can be placed, and none are graded';
  return warning(
    'SERIES_FRAME_OF_REFERENCE',
    outside,
    `${outside.length} axial series (${outside.map(({ series }) => series.id).join(', ')}) and ${named(sagittal)} differ in frame of reference ` +
      `(FrameOfReferenceUID), as after the patient moved: ${loss}`,
  );
};

/** Warnings about the choice of series. */
export const rankingWarnings = (given: {
  readonly chosen: readonly RankedCandidate[];
  readonly axial: readonly RankedCandidate[];
  readonly sagittal: RankedCandidate | undefined;
  readonly ties: readonly Tie[];
}): readonly Warning[] => [
  ...contradictions(given.chosen),
  ...regions(
    given.chosen,
    given.axial.map(({ facts }) => facts),
  ),
  ...unusual(given.chosen),
  ...days(given.chosen),
  ...frames(given.axial, given.chosen, given.sagittal),
  ...tied(given.ties),
];
