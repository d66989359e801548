import type { YamlDocument } from '../../config/yaml/yaml-document.ts';
import { isRecord } from '../../domain/is-record.ts';

/**
 * An experiment with `labels.predicted: none`, as if it did not mention predicted keypoints at all, so that one file
 * serves both; any other document unchanged.
 */
export const withoutPredicted = (document: YamlDocument): YamlDocument => {
  const { value } = document;
  if (!isRecord(value) || !isRecord(value.labels) || value.labels.predicted !== 'none') return document;
  const { predicted: _none, ...labels } = value.labels;
  const steps = Array.isArray(value.steps) ? value.steps.map(withoutShare) : value.steps;
  return { ...document, value: { ...value, labels, steps } };
};

const withoutShare = (step: unknown): unknown => {
  if (!isRecord(step) || !isRecord(step['label-keypoints'])) return step;
  const { predicted: _share, ...options } = step['label-keypoints'];
  return { ...step, 'label-keypoints': options };
};
