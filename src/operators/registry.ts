import { SpineError } from '../domain/spine-error.ts';
import { averageSides } from './average-sides.ts';
import { checkKeypoints } from './check-keypoints.ts';
import { classify } from './classify.ts';
import { cropRois } from './crop-rois.ts';
import type { OperatorInfo } from './define-operator.ts';
import { ensembleAverage } from './ensemble-average.ts';
import { heatmapKeypoints } from './heatmap-keypoints.ts';
import { loadSeries } from './load-series.ts';
import { normalise } from './normalise.ts';
import { projectToAxial } from './project-to-axial.ts';
import { selectSlices } from './select-slices.ts';

/** The built-in operators, in the order in which a pipeline usually uses them. */
export const BUILT_IN_OPERATORS: readonly OperatorInfo[] = [
  loadSeries,
  selectSlices,
  normalise,
  heatmapKeypoints,
  projectToAxial,
  averageSides,
  checkKeypoints,
  cropRois,
  classify,
  ensembleAverage,
].map(({ spec }) => spec);

/** Operators by name. */
export type OperatorRegistry = ReadonlyMap<string, OperatorInfo>;

/** @throws OPERATOR_TWICE where two operators share a name */
export const operatorRegistry = (operators: readonly OperatorInfo[]): OperatorRegistry => {
  const registry = new Map<string, OperatorInfo>();
  for (const operator of operators) {
    if (registry.has(operator.name))
      throw new SpineError({
        code: 'OPERATOR_TWICE',
        reason: `two operators are called "${operator.name}"; rename one of them`,
      });
    registry.set(operator.name, operator);
  }
  return registry;
};
