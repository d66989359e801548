import type { Level, Side } from './vocabulary.ts';

/**
 * The part of a study that something belongs to; an absent field leaves it unrestricted. `{ level: 'l4_l5', side: 'left' }` is one of ten sites, `{
 * level: 'l4_l5' }` one of five, `{}` the whole study.
 */
export interface Site {
  readonly level?: Level | undefined;
  readonly side?: Side | undefined;
}

/**
 * Returns whether two sites are compatible: no part that both specify differs.
 *
 * @example
 * import { sitesAgree } from 'spinestream/operators';
 *
 * sitesAgree({ level: 'l4_l5' }, { level: 'l4_l5', side: 'left' }); // true
 * sitesAgree({ level: 'l4_l5' }, { level: 'l5_s1', side: 'left' }); // false
 */
export const sitesAgree = (a: Site, b: Site): boolean =>
  (a.level === undefined || b.level === undefined || a.level === b.level) &&
  (a.side === undefined || b.side === undefined || a.side === b.side);

/**
 * Returns the name of a site for messages: `left l4_l5`, `l4_l5`, or an empty text for the whole study.
 *
 * @example
 * import { nameOfSite } from 'spinestream/operators';
 *
 * nameOfSite({ level: 'l4_l5', side: 'left' }); // 'left l4_l5'
 */
export const nameOfSite = ({ level, side }: Site): string =>
  [side, level].filter((part) => part !== undefined).join(' ');
