import { createHash } from 'node:crypto';
import type { Pipeline } from '../core/pipeline.ts';

/** Of the steps and of the code of plugins. */
export const stepsHash = ({ canonical }: Pick<Pipeline, 'canonical'>): string => {
  const { steps, plugins } = JSON.parse(canonical);
  return createHash('sha256').update(JSON.stringify({ steps, plugins })).digest('hex');
};
