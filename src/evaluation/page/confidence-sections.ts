import { html, type Markup } from '../../report/html.ts';
import {
  type ConfidenceEvaluation,
  complementOf,
  type Estimate,
  type Referral,
  type Reliability,
  type RiskCoverage,
  SHOWN_COVERAGES,
} from '../metrics/index.ts';
import { dataLink, percent, titleOfGroup } from './names.ts';

const whole = (share: number): string => `${Math.round(100 * share)}%`;

/** `97.2% 96.5 to 97.9`. */
export const percentInterval = (estimate: Estimate | undefined): Markup =>
  estimate === undefined
    ? html`–`
    : html`${percent(estimate.value)} <span class="hint">${(100 * estimate.low).toFixed(1)} to ${(100 * estimate.high).toFixed(1)}</span>`;

const accuracyRow = ({ conditions, locations, curve, gain }: RiskCoverage): Markup => {
  const at = (coverage: number) => curve.find((point) => Math.abs(point.coverage - coverage) < 1e-9);
  return html`<tr><th scope="row">${titleOfGroup(conditions)}</th><td class="n">${locations}</td>${SHOWN_COVERAGES.map(
    (coverage) => {
      const point = at(coverage);
      return html`<td class="n">${percentInterval(point && complementOf(point.risk))}</td>`;
    },
  )}<td class="n">${percentInterval(gain)}</td></tr>`;
};

const KIND = {
  fitted: 'The confidence is the probability of being right, fitted to other studies than those that it is measured on',
  'greatest-probability':
    'There are too few right or wrong answers to fit a confidence to, so that it is the probability of the most probable severity',
} as const;

const notSeenText = ({ notSeen }: ConfidenceEvaluation): Markup | undefined =>
  notSeen === 0
    ? undefined
    : html` ${notSeen} locations rest on no pixel: they are the last to be answered and the first to be referred.`;

const errorOf = (all: readonly Reliability[] | undefined, conditions: Reliability['conditions']) =>
  percent(all?.find((one) => one.conditions === conditions)?.expectedCalibrationError);

const reliabilityTable = ({ reliability, given }: ConfidenceEvaluation): Markup =>
  html`<table class="compact"><thead><tr><th scope="col">Conditions</th><th scope="col" class="n">Expected calibration error</th>${given && html`<th scope="col" class="n">Of the run's own calibration</th>`}</tr></thead><tbody>${reliability.map(
    ({ conditions }) =>
      html`<tr><th scope="row">${titleOfGroup(conditions)}</th><td class="n">${errorOf(reliability, conditions)}</td>${given && html`<td class="n">${errorOf(given, conditions)}</td>`}</tr>`,
  )}</tbody></table>`;

/** The gain of answering only the most confident locations, and the reliability of the confidence. */
export const confidenceSection = (
  confidence: ConfidenceEvaluation,
  plots: { readonly risk: Markup; readonly reliability: Markup },
): Markup =>
  html`<section><h2>Knowing when not to answer</h2><p>${KIND[confidence.confidence]}${confidence.features.length > 0 ? html` (${confidence.features.map((name) => name.replaceAll('_', ' ')).join(', ')})` : undefined}.${notSeenText(confidence)}</p>
<figure>${plots.risk}<figcaption>Share of wrong answers among the most confident, with 95% intervals (bootstrap over studies); dashed: random confidence.${dataLink('risk-coverage')}</figcaption></figure>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Accuracy (95%)</th><th scope="col" class="n">Labels</th>${SHOWN_COVERAGES.map((coverage) => html`<th scope="col" class="n">${coverage === 1 ? 'All answered' : `Surest ${whole(coverage)}`}</th>`)}<th scope="col" class="n">Risk below chance</th></tr></thead><tbody>${confidence.curves.map(accuracyRow)}</tbody></table></div>
<div class="pair"><figure>${plots.reliability}<figcaption>Observed share of right answers, against the stated probability.${dataLink('confidence')}</figcaption></figure><div>${reliabilityTable(confidence)}</div></div></section>`;

const referralRow = (one: Referral): Markup =>
  html`<tr><th scope="row">${titleOfGroup(one.conditions)}</th><td class="n">${whole(one.share)}</td><td class="n">${one.referred} of ${one.locations}</td><td class="n">${one.studies}</td><td class="n">${one.errorsCaught} of ${one.errors}</td><td class="n">${percentInterval(one.caughtShare)}</td><td class="n">${percentInterval(one.needlessShare)}</td><td class="n">${one.severeMissedCaught} of ${one.severeMissed}</td><td class="n">${percentInterval(one.accuracyOfAnswered)}</td><td class="n">${percentInterval(one.accuracyWithReader)}</td></tr>`;

const REFERRAL_COLUMNS = [
  'Least confident',
  'Referred',
  'Studies to open',
  'Errors caught',
  'Of all (95%)',
  'Unnecessary (95%)',
  'Missed severe',
  'Rest right (95%)',
  'With reader (95%)',
];

/** Cost and benefit of asking a reader about the least confident locations. */
export const referralSection = ({ referrals }: ConfidenceEvaluation): Markup =>
  html`<section><h2>Referral</h2><p>What it costs and saves to have a reader grade the least confident locations: errors that this catches, locations that were right all the same, and how many answers are then right among the rest, and among all if the reader is always right.</p><div class="wide"><table class="compact"><thead><tr><th scope="col">Conditions</th>${REFERRAL_COLUMNS.map((name) => html`<th scope="col" class="n">${name}</th>`)}</tr></thead><tbody>${referrals.map(referralRow)}</tbody></table></div></section>`;
