import type { Site } from '../domain/site.ts';
import { type Condition, type Side, titleOfLevel } from '../domain/vocabulary.ts';
import type { Family } from './report-study.ts';

/** The family and side on which a condition is shown. */
export const FAMILY_OF: Readonly<Record<Condition, { readonly family: Family; readonly side: Side | undefined }>> = {
  spinal_canal_stenosis: { family: 'spinal', side: undefined },
  left_neural_foraminal_narrowing: { family: 'foraminal', side: 'left' },
  right_neural_foraminal_narrowing: { family: 'foraminal', side: 'right' },
  left_subarticular_stenosis: { family: 'subarticular', side: 'left' },
  right_subarticular_stenosis: { family: 'subarticular', side: 'right' },
};

/** `foraminal-left`, `subarticular-l4_l5`: name of a view within its page. */
export const viewKey = (family: Family, { level, side }: Site): string =>
  [family, side, level].filter((part) => part !== undefined).join('-');

/** `left L4/L5`, `L4/L5`, `left`, or nothing for the whole study. */
export const siteText = ({ level, side }: Site): string =>
  [side, level && titleOfLevel(level)].filter((part) => part !== undefined).join(' ');
