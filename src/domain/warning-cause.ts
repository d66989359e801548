import { nameOfSite, type Site } from './site.ts';
import type { Warning } from './study.ts';

/** A place, a slice, or a slice at a place. */
export type WarnedSite = Site & { readonly slice?: string | undefined };

/** All warnings of one cause. */
export interface WarningCause extends Pick<Warning, 'code' | 'message' | 'seriesId'> {
  /** Each once, in the order of the warnings; empty where they are about the study or the series. */
  readonly sites: readonly WarnedSite[];
  /** Places; where none is named, warnings. */
  readonly count: number;
}

/** `left l4_l5`, `l4_l5, slice 7.dcm`, `slice 7.dcm`. */
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
 * One warning a cause, in the order of the first of each: those of the same code, series and message belong together.
 * Causes that were put together before stay as they are.
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
