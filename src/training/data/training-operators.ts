import type { OperatorInfo } from '../../core/define-operator.ts';
import { BUILT_IN_OPERATORS } from '../../operators/built-in.ts';
import { labelAnchors } from './label-anchors.ts';
import { labelKeypoints } from './label-keypoints.ts';
import { shiftSlices } from './shift-slices.ts';

/** Operators that only training has: they know the labels, or chance. */
export const LABEL_OPERATORS: readonly OperatorInfo[] = [labelKeypoints, labelAnchors, shiftSlices].map(
  ({ spec }) => spec,
);

const ASKS_MODELS = ['heatmap-keypoints', 'classify', 'ensemble-average'];

/** What the steps of an experiment may use: what inference uses up to the networks, and the operators of labels. */
export const TRAINING_OPERATORS: readonly OperatorInfo[] = [
  ...BUILT_IN_OPERATORS.filter(({ name }) => !ASKS_MODELS.includes(name)),
  ...LABEL_OPERATORS,
];
