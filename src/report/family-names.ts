import type { Family } from '../domain/families.ts';
import type { Site } from '../domain/site.ts';
import { titleOfLevel } from '../domain/vocabulary.ts';

/** `foraminal-left`, `subarticular-l4_l5`: name of a view within its page. */
export const viewKey = (family: Family, { level, side }: Site): string =>
  [family, side, level].filter((part) => part !== undefined).join('-');

/** `left L4/L5`, `L4/L5`, `left`, or nothing for the whole study. */
export const siteText = ({ level, side }: Site): string =>
  [side, level && titleOfLevel(level)].filter((part) => part !== undefined).join(' ');
