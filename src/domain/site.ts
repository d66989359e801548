import type { Level, Side } from './vocabulary.ts';

/**
 * Which part of a study something belongs to; an absent part means that it is not bound to one.
 * `{ level: 'l4_l5', side: 'left' }` is one of ten, `{ level: 'l4_l5' }` one of five, `{}` is the whole study.
 */
export interface Site {
  readonly level?: Level | undefined;
  readonly side?: Side | undefined;
}

/** Whether two places can mean the same: no part that both name differs. */
export const sitesAgree = (a: Site, b: Site): boolean =>
  (a.level === undefined || b.level === undefined || a.level === b.level) &&
  (a.side === undefined || b.side === undefined || a.side === b.side);

/** `left l4_l5`, `l4_l5`, or an empty text for the whole study. */
export const nameOfSite = ({ level, side }: Site): string =>
  [side, level].filter((part) => part !== undefined).join(' ');
