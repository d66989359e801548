import { nameOfSite, type Site } from './site.ts';
import type { Warning } from './study.ts';

/** The warning if it applies. */
export const warnIf = (applies: boolean, warning: Warning): readonly Warning[] => (applies ? [warning] : []);

/** A site, a slice, or a slice at a site. */
export type WarnedSite = Site & { readonly slice?: string | undefined };

/** Warnings that share a cause. */
export interface WarningCause extends Pick<Warning, 'code' | 'message' | 'seriesId'> {
  /** Sites and slices, each once, in the order of the warnings; empty if they concern the study or the series. */
  readonly sites: readonly WarnedSite[];
  /** Number of sites, or of warnings if no site is named. */
  readonly count: number;
}

/**
 * Returns the subject of a warning, for messages: `left l4_l5`, `l4_l5, slice 7.dcm`, or `slice 7.dcm`.
 *
 * @example
 * import { nameOfWarnedSite } from 'spinestream/operators';
 *
 * nameOfWarnedSite({ level: 'l4_l5', slice: '7.dcm' }); // 'l4_l5, slice 7.dcm'
 */
export const nameOfWarnedSite = ({ slice, ...site }: WarnedSite): string =>
  [nameOfSite(site), slice === undefined ? '' : `slice ${slice}`].filter((part) => part !== '').join(', ');

const sitesOf = ({ site = {}, slice }: Warning): readonly WarnedSite[] => {
  const warned: WarnedSite = slice === undefined ? site : { ...site, slice };
  return nameOfWarnedSite(warned) === '' ? [] : [warned];
};

const causeOf = (warning: Warning | WarningCause): WarningCause => {
  if ('sites' in warning) return warning;
  const { code, message, seriesId } = warning;
  return { code, message, seriesId, sites: sitesOf(warning), count: 1 };
};

const together = (a: WarningCause, b: WarningCause): WarningCause => {
  const sites = [...new Map([...a.sites, ...b.sites].map((site) => [nameOfWarnedSite(site), site])).values()];
  const isPlaced = a.sites.length > 0 && b.sites.length > 0;
  return { ...a, sites, count: isPlaced ? sites.length : a.count + b.count };
};

/**
 * Returns one entry for each cause, in the order of the first warning of each: warnings of the same code, series and message share a cause.
 * Keeps causes in the input as they are.
 *
 * @example
 * import { type Level, warningCauses } from 'spinestream/operators';
 *
 * const warning = (level: Level) => ({ code: 'AXIAL_TOO_FAR', message: 'no axial slice within 5 mm', site: { level } });
 * const [cause] = warningCauses([warning('l1_l2'), warning('l2_l3')]);
 * cause?.count; // 2
 * cause?.sites; // [{ level: 'l1_l2' }, { level: 'l2_l3' }]
 */
export const warningCauses = (warnings: readonly (Warning | WarningCause)[]): readonly WarningCause[] => {
  const causes = new Map<string, WarningCause>();
  for (const warning of warnings) {
    const key = JSON.stringify([warning.code, warning.seriesId, warning.message]);
    const cause = causeOf(warning);
    const earlier = causes.get(key);
    causes.set(key, earlier === undefined ? cause : together(earlier, cause));
  }
  return [...causes.values()];
};
