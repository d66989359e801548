import { KIND_OF_FAMILY } from '../domain/families.ts';
import type { WarnedSite } from '../domain/warning-cause.ts';
import { geometryText, numbersText, pointText } from './facts-text.ts';
import { siteText } from './family-names.ts';
import { html, type Markup } from './html.ts';
import type { ReportFailure, ReportRun, ReportStudy } from './report-study.ts';

/** Reason for a missing result, at the top of the page. */
export const failureSection = ({ code, reason, where }: ReportFailure): Markup =>
  html`<section class="failure" role="alert"><h2>This study could not be graded</h2><p>${where === '' ? '' : `${where}: `}${reason}</p><p><code>${code}</code></p></section>`;

export const warningsSection = ({ warnings }: ReportStudy): Markup => {
  if (warnings.length === 0)
    return html`<section class="warnings"><h2>Warnings</h2><p class="none">None: every input was there.</p></section>`;
  return html`<section class="warnings"><h2>Warnings <span class="count">${warnings.length}</span></h2>
<div class="wide"><table><thead><tr><th scope="col">Reason</th><th scope="col" class="n">Times</th><th scope="col">Places</th><th scope="col">Series</th><th scope="col">What happened</th></tr></thead>
<tbody>${warnings.map(
    ({ code, sites, count, seriesLabel, message }) =>
      html`<tr><td><code>${code}</code></td><td class="n">${count}</td><td>${sitesText(sites)}</td><td>${seriesLabel}</td><td>${message}</td></tr>`,
  )}</tbody></table></div></section>`;
};

/** `left L4/L5, L5/S1, slice 7.dcm`. */
const sitesText = (sites: readonly WarnedSite[]): string =>
  sites.map(({ slice, ...site }) => [siteText(site), slice && `slice ${slice}`].filter(Boolean).join(' ')).join(', ') ||
  'study';

const seriesTable = ({ series }: ReportStudy): Markup =>
  html`<h3>Series</h3><div class="wide"><table class="compact"><thead><tr><th scope="col">Series</th><th scope="col">Kind</th><th scope="col" class="n">Files</th><th scope="col">Instances shown</th><th scope="col">Matrix and spacing</th></tr></thead>
<tbody>${series.map(
    ({ label, kind, files, uses, geometry, spacingBetweenSlicesMm }) =>
      html`<tr><td>${label}</td><td>${kind}</td><td class="n">${files}</td><td>${
        uses.length === 0
          ? 'none'
          : uses.map(
              ({ family, instanceNumbers }, index) =>
                html`${index > 0 ? '; ' : ''}${family}: ${numbersText(instanceNumbers)}`,
            )
      }</td><td>${geometryText(geometry, spacingBetweenSlicesMm)}</td></tr>`,
  )}</tbody></table></div>`;

const keypointsTable = ({ keypoints }: ReportStudy): Markup | undefined =>
  keypoints.length === 0
    ? undefined
    : html`<h3>Keypoints</h3><p class="hint">x, y: share of columns and rows. Patient: DICOM millimetres, to the patient's left, back and head, on the instance named.</p>
<div class="wide"><table class="compact"><thead><tr><th scope="col">On</th><th scope="col">Place</th><th scope="col">Series</th><th scope="col" class="n">Instance</th><th scope="col" class="n">x, y</th><th scope="col" class="n">Patient (mm)</th></tr></thead>
<tbody>${keypoints.map(
        ({ family, site, seriesLabel, instanceNumber, xNorm, yNorm, patientMm }) =>
          html`<tr><td>${KIND_OF_FAMILY[family]}</td><td>${siteText(site)}</td><td>${seriesLabel}</td><td class="n">${instanceNumber}</td><td class="n">${xNorm.toFixed(4)}, ${yNorm.toFixed(4)}</td><td class="n">${pointText(patientMm)}</td></tr>`,
      )}</tbody></table></div>`;

const runTable = ({ spinestream, pipeline, models }: ReportRun): Markup =>
  html`<h3>Made by</h3><p>spinestream ${spinestream}, pipeline “${pipeline}”.</p>${
    models.length === 0
      ? undefined
      : html`<div class="wide"><table class="compact"><thead><tr><th scope="col">Model</th><th scope="col">Folds, with the SHA-256 of their weights</th></tr></thead>
<tbody>${models.map(
          ({ name, folds }) =>
            html`<tr><td>${name}</td><td>${folds.map(({ fold, sha256 }) => html`<span class="fold">${fold} <code title="${sha256}">${sha256.slice(0, 12)}</code></span> `)}</td></tr>`,
        )}</tbody></table></div>`
  }`;

/** Sources of the page: series and instances, points in the patient, weights, versions. */
export const provenanceSection = (study: ReportStudy): Markup =>
  html`<section class="provenance"><h2>Provenance</h2>${study.series.length === 0 ? undefined : seriesTable(study)}${keypointsTable(study)}${runTable(study.run)}</section>`;
