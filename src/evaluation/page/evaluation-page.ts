import { html, type Markup } from '../../report/html.ts';
import { htmlPage } from '../../report/html-page.ts';
import type { Evaluation, GradesEvaluation } from '../metrics/index.ts';
import { againstSection, agreementSection, subgroupSection } from './comparison-sections.ts';
import { confidencePlot, riskCoveragePlot } from './confidence-plots.ts';
import { confidenceSection, referralSection } from './confidence-sections.ts';
import { keypointPlot, precisionRecallPlot, reliabilityPlot, rocPlot } from './curve-plots.ts';
import {
  calibrationSection,
  confusionSection,
  discriminationSection,
  keypointSection,
  locationSection,
  provenanceSection,
} from './detail-sections.ts';
import { drawPlot } from './draw-plot.ts';
import { EVALUATION_STYLE } from './evaluation-style.ts';
import { ensembleSection, metricsSection, noticeSection, scoreSection } from './score-sections.ts';
import { confusionPlot, locationPlot, scorePlot } from './table-plots.ts';

const gradesSections = async (grades: GradesEvaluation): Promise<readonly Markup[]> => [
  metricsSection(grades),
  locationSection(await drawPlot(locationPlot(grades))),
  confusionSection(await drawPlot(confusionPlot(grades))),
  discriminationSection(grades, {
    roc: await drawPlot(rocPlot(grades)),
    precisionRecall: await drawPlot(precisionRecallPlot(grades)),
  }),
  calibrationSection(grades, await drawPlot(reliabilityPlot(grades))),
];

/** Returns the page of an evaluation: tables and plots, self-contained and without scripts. Names no study. */
export const evaluationPage = async (evaluation: Evaluation): Promise<string> => {
  const { grades, ensemble, keypoints, inputs, confidence, agreement, subgroups, against } = evaluation;
  const names = inputs.map(({ name }) => name);
  const main = [
    noticeSection(evaluation),
    grades && scoreSection(grades, await drawPlot(scorePlot(grades))),
    ensemble && ensembleSection(ensemble, names),
    against && againstSection(against),
    ...(grades === undefined ? [] : await gradesSections(grades)),
    confidence &&
      confidenceSection(confidence, {
        risk: await drawPlot(riskCoveragePlot(confidence)),
        reliability: await drawPlot(confidencePlot(confidence)),
      }),
    confidence && referralSection(confidence),
    agreement.length === 0 ? undefined : agreementSection(agreement),
    subgroups.length === 0 ? undefined : subgroupSection(subgroups),
    keypoints && keypointSection(keypoints, await drawPlot(keypointPlot(keypoints))),
    provenanceSection(evaluation),
  ];
  return htmlPage({
    title: 'Evaluation',
    style: EVALUATION_STYLE,
    header: html`<h1>Evaluation</h1><p>${names.join(', ')}: ${grades?.studies ?? inputs[0]?.studies} studies.</p>`,
    main: html`${main}`,
    spinestream: evaluation.spinestream,
  });
};
