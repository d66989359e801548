import { html, type Markup } from '../../report/html.ts';
import type { Evaluation, GradesEvaluation, KeypointEvaluation } from '../metrics/index.ts';
import { dataLink, number, percent, TITLE_OF_PART, titleOfGroup } from './names.ts';

export const locationSection = (plot: Markup): Markup =>
  html`<section><h2>Conditions and levels</h2><figure>${plot}<figcaption>Weighted log loss of each location; missing labels are left out.${dataLink('locations')}</figcaption></figure></section>`;

export const confusionSection = (plot: Markup): Markup =>
  html`<section><h2>Confusion</h2><figure>${plot}<figcaption>Locations by true and by most probable severity; the darker, the greater the share of the true severity.${dataLink('confusion')}</figcaption></figure></section>`;

const discriminationRows = ({ discriminations }: GradesEvaluation): readonly Markup[] =>
  discriminations.map(
    ({ conditions, distinction, positives, negatives, rocAuc, averagePrecision }) =>
      html`<tr><th scope="row">${titleOfGroup(conditions)}</th><td>${distinction === 'severe' ? 'severe' : 'moderate or severe'}</td><td class="n">${positives}</td><td class="n">${positives + negatives}</td><td class="n">${number(rocAuc)}</td><td class="n">${number(averagePrecision)}</td></tr>`,
  );

export const discriminationSection = (
  grades: GradesEvaluation,
  plots: { readonly roc: Markup; readonly precisionRecall: Markup },
): Markup =>
  html`<section><h2>Discrimination</h2><figure>${plots.roc}<figcaption>ROC curves.${dataLink('roc')}</figcaption></figure><figure>${plots.precisionRecall}<figcaption>Precision and recall.${dataLink('precision-recall')}</figcaption></figure>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Conditions</th><th scope="col">Told apart</th><th scope="col" class="n">So</th><th scope="col" class="n">Labels</th><th scope="col" class="n">AUC</th><th scope="col" class="n">Average precision</th></tr></thead><tbody>${discriminationRows(grades)}</tbody></table></div></section>`;

const temperatureText = ({ temperatureScaling: scaling }: GradesEvaluation): Markup | undefined =>
  scaling &&
  html`<p>Temperatures of least loss: ${(['spinal', 'foraminal', 'subarticular'] as const).map((part, index) => html`${index > 0 ? ', ' : ''}${TITLE_OF_PART[part].toLowerCase()} ${number(scaling.temperatures[part], 2)}`)} (above 1: the predictions are too bold). Fitted on other studies than those they are measured on (${scaling.nested.length} parts), the calibration error is ${percent(scaling.expectedCalibrationError)}.</p>`;

export const calibrationSection = (grades: GradesEvaluation, plot: Markup): Markup =>
  html`<section><h2>Calibration</h2><div class="pair"><figure>${plot}<figcaption>How often a severity was true where it was given some probability, over all conditions.${dataLink('calibration')}</figcaption></figure>
<div><table class="compact"><thead><tr><th scope="col">Conditions</th><th scope="col" class="n">Expected calibration error</th></tr></thead><tbody>${grades.calibration.confidence.map(
    ({ conditions, expectedCalibrationError }) =>
      html`<tr><th scope="row">${titleOfGroup(conditions)}</th><td class="n">${percent(expectedCalibrationError)}</td></tr>`,
  )}</tbody></table>${temperatureText(grades)}</div></div></section>`;

export const keypointSection = ({ errors, withinMm }: KeypointEvaluation, plot: Markup): Markup =>
  html`<section><h2>Keypoints</h2>
<div class="wide"><table class="compact"><thead><tr><th scope="col">Conditions</th><th scope="col" class="n">Labels</th><th scope="col" class="n">Found</th><th scope="col" class="n">Mean (mm)</th><th scope="col" class="n">Median (mm)</th><th scope="col" class="n">95% (mm)</th><th scope="col" class="n">Within ${withinMm} mm</th></tr></thead><tbody>${errors.map(
    ({ conditions, points, found, meanMm, medianMm, p95Mm, withinShare }) =>
      html`<tr><th scope="row">${titleOfGroup(conditions)}</th><td class="n">${points}</td><td class="n">${found}</td><td class="n">${number(meanMm, 2)}</td><td class="n">${number(medianMm, 2)}</td><td class="n">${number(p95Mm, 2)}</td><td class="n">${percent(withinShare)}</td></tr>`,
  )}</tbody></table></div><figure>${plot}<figcaption>Share of the labelled points whose prediction is at most so far off, within the plane of the labelled slice.${dataLink('keypoints')}</figcaption></figure></section>`;

const UNSEEN = { checked: 'out of fold or new to it, by its table of folds', unknown: 'unknown' } as const;

/** Inputs and settings of the evaluation. */
export const provenanceSection = ({ inputs, options, labelledStudies }: Evaluation): Markup =>
  html`<section><h2>Provenance</h2><div class="wide"><table class="compact"><thead><tr><th scope="col">Input</th><th scope="col">Pipeline</th><th scope="col">Model</th><th scope="col">Folds</th><th scope="col">Studies to it</th></tr></thead><tbody>${inputs.flatMap(
    ({ name, pipeline, models }) =>
      models.length === 0
        ? [
            html`<tr><td>${name}</td><td>${pipeline ?? 'unknown'}</td><td colspan="3">${pipeline === undefined ? 'unknown' : 'none'}</td></tr>`,
          ]
        : models.map(
            (model) =>
              html`<tr><td>${name}</td><td>${pipeline}</td><td>${model.name}</td><td>${model.folds}</td><td>${UNSEEN[model.unseen]}</td></tr>`,
          ),
  )}</tbody></table></div><p class="hint">${labelledStudies} studies have labels. Seed ${options.seed}, ${options.resamples} resamples, ${options.nestedFolds} nested folds.</p></section>`;
