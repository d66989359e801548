import { createHash } from 'node:crypto';
import type { Pipeline } from '../core/pipeline.ts';

/** Hash of the steps and of the plugins' code. */
export const stepsHash = ({ canonical }: Pick<Pipeline, 'canonical'>): string => {
  const { steps, plugins } = JSON.parse(canonical);
  return createHash('sha256').update(JSON.stringify({ steps, plugins })).digest('hex');
};
