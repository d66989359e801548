import { html, type Markup } from '../html.ts';
import type { ComparedRun, ComparedRuns, ConfidenceChange, KeypointMove, Verdict } from './compared-study.ts';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  same: '= same',
  graver: '▲ graver',
  milder: '▼ milder',
  'seen-in-a': '◐ seen in A only',
  'seen-in-b': '◑ seen in B only',
  'graded-in-a': '− graded in A only',
  'graded-in-b': '+ graded in B only',
};

/** A sign and words: `▲ graver`. */
export const verdictText = (verdict: Verdict): string => VERDICTS[verdict];

/** `+0.12, referred in B only`. */
export const confidenceChangeText = ({ probability, referredIn }: ConfidenceChange): string =>
  [
    probability === undefined ? '' : `${probability < 0 ? '−' : '+'}${Math.abs(probability).toFixed(3)}`,
    referredIn === undefined ? '' : `referred in ${referredIn.toUpperCase()} only`,
  ]
    .filter((part) => part !== '')
    .join(', ');

/** `2.4 mm, instance 7 → 8`. Below a hundredth of a millimetre a keypoint has not moved. */
export const moveText = ({ mm, share, instances, otherSeries }: KeypointMove): string => {
  const far =
    mm !== undefined
      ? `${mm.toFixed(mm < 0.1 && mm >= 0.01 ? 2 : 1)} mm`
      : share === undefined
        ? 'by an unknown distance'
        : `${(100 * share).toFixed(1)}% of the picture`;
  const where = [
    otherSeries ? 'another series' : '',
    instances === undefined ? '' : `instance ${instances[0]} → ${instances[1]}`,
  ].filter((part) => part !== '');
  return [far, ...where].join(', ');
};

export const failureText = (code: string | undefined): string => (code === undefined ? 'graded' : `failed (${code})`);

const HASH_DIGITS = 12;

const modelsOf = ({ models }: ComparedRun): readonly string[] =>
  models.flatMap(({ name, folds }) =>
    folds.map(({ fold, sha256 }) => `${name} ${fold}: ${sha256.slice(0, HASH_DIGITS)}`),
  );

/** A list of texts, in which those that the other run lacks are marked. */
const marked = (own: readonly string[], others: readonly string[]): readonly Markup[] =>
  own.map((one) => (others.includes(one) ? html`${one}<br>` : html`<b>≠ ${one}</b><br>`));

const runFacts = (letter: string, run: ComparedRun, other: ComparedRun): Markup =>
  html`<div><dt>${letter}: ${run.name}</dt><dd>${marked([`pipeline ${run.pipeline}`], [`pipeline ${other.pipeline}`])}${marked([`spinestream ${run.spinestream}`], [`spinestream ${other.spinestream}`])}${marked(modelsOf(run), modelsOf(other))}</dd></div>`;

/** What made each run's results; ≠ marks what the other run lacks. */
export const runsSection = ({ a, b, differences }: ComparedRuns): Markup =>
  html`<section><h2>The two runs</h2><p class="hint">≠ marks what the other run lacks.${differences.length === 0 ? '' : ` B was made with ${differences.join(', ')}.`}</p><dl class="runs">${runFacts('A', a, b)}${runFacts('B', b, a)}</dl></section>`;
