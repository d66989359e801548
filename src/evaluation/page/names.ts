import { type Condition, titleOfCondition } from '../../domain/vocabulary.ts';
import { html, type Markup } from '../../report/html.ts';
import type { ConditionGroup, Estimate, ScoreName } from '../metrics/index.ts';

const SHORT: Readonly<Record<Condition, string>> = {
  spinal_canal_stenosis: 'Spinal canal',
  left_neural_foraminal_narrowing: 'Left foraminal',
  right_neural_foraminal_narrowing: 'Right foraminal',
  left_subarticular_stenosis: 'Left subarticular',
  right_subarticular_stenosis: 'Right subarticular',
};

/** For tables. */
export const titleOfGroup = (group: ConditionGroup): string =>
  group === 'all' ? 'All conditions' : titleOfCondition(group);

/** For plot legends. */
export const shortTitleOf = (group: ConditionGroup): string => (group === 'all' ? 'All' : SHORT[group]);

export const TITLE_OF_PART: Readonly<Record<ScoreName, string>> = {
  score: 'Score',
  spinal: 'Spinal',
  foraminal: 'Foraminal',
  subarticular: 'Subarticular',
  anySevereSpinal: 'Any severe spinal',
};

/** The figure's data as a file next to the page. */
export const dataLink = (name: string): Markup => html` <a href="evaluation-${name}.csv">Data (CSV)</a>`;

export const number = (value: number | undefined, digits = 3): string =>
  value === undefined ? '–' : value.toFixed(digits);

/** `0.412 0.389 to 0.441`. */
export const interval = (estimate: Estimate | undefined): Markup =>
  estimate === undefined
    ? html`–`
    : html`${number(estimate.value)} <span class="hint">${number(estimate.low)} to ${number(estimate.high)}</span>`;

export const percent = (value: number | undefined): string =>
  value === undefined ? '–' : `${(100 * value).toFixed(1)}%`;
