import type { OperatorInfo } from '../../core/define-operator.ts';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';
import { labelAnchors } from './labels/label-anchors.ts';
import { labelKeypoints } from './labels/label-keypoints.ts';
import { shiftSlices } from './shift-slices.ts';

/** Operators for training only, which use the labels or random numbers. */
export const LABEL_OPERATORS: readonly OperatorInfo[] = [labelKeypoints, labelAnchors, shiftSlices].map(
  ({ spec }) => spec,
);

const ASKS_MODELS = ['heatmap-keypoints', 'classify', 'combine-logits', 'ensemble-average'];

/** Operators for the steps of an experiment: those of inference up to the networks, and those of labels. */
export const TRAINING_OPERATORS: readonly OperatorInfo[] = [
  ...BUILT_IN_OPERATORS.filter(({ name }) => !ASKS_MODELS.includes(name)),
  ...LABEL_OPERATORS,
];
