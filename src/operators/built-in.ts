// Written by `npm run generate` from the files of this folder.
import type { OperatorInfo } from '../core/define-operator.ts';
import { assessConfidence } from './assess-confidence.ts';
import { averageSides } from './average-sides.ts';
import { checkKeypoints } from './check-keypoints.ts';
import { classify } from './classify.ts';
import { combineLogits } from './combine-logits.ts';
import { compareFeatures } from './compare-features.ts';
import { cropRois } from './crop-rois.ts';
import { ensembleAverage } from './ensemble-average.ts';
import { heatmapKeypoints } from './heatmap-keypoints.ts';
import { loadSeries } from './load-series.ts';
import { measureImages } from './measure-images.ts';
import { normalise } from './normalise.ts';
import { projectToAxial } from './project-to-axial.ts';
import { selectSlices } from './select-slices.ts';

/**
 * The built-in operators; `spinestream operators` lists them.
 *
 * @example
 * import { BUILT_IN_OPERATORS } from 'spinestream/operators';
 *
 * BUILT_IN_OPERATORS.find(({ name }) => name === 'normalise')?.summary; // 'Resize the selected slices, stack them...'
 */
export const BUILT_IN_OPERATORS: readonly OperatorInfo[] = [
  assessConfidence,
  averageSides,
  checkKeypoints,
  classify,
  combineLogits,
  compareFeatures,
  cropRois,
  ensembleAverage,
  heatmapKeypoints,
  loadSeries,
  measureImages,
  normalise,
  projectToAxial,
  selectSlices,
].map(({ spec }) => spec);
