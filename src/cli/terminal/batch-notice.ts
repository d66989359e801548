import { counted } from '../../domain/text/counted.ts';
import type { BatchChoice, BatchHalved } from '../../models/runtime/batching/batch-networks.ts';

const REASONS: Readonly<Record<BatchChoice['bound'], string>> = {
  request: 'as requested',
  budget: 'more exceed --memory-budget',
  speed: 'more are hardly faster',
  memory: 'more do not fit into memory',
  time: 'measuring more takes too long',
  largest: 'the largest that is tried',
  error: 'larger ones were not measured',
};

/** Says how many samples a model's networks compute at a time, if it was measured or reduced. */
export const batchNotice = ({ model, maxRows, bound, rates, reason }: BatchChoice): string | undefined => {
  if (bound === 'request') return undefined;
  const why = reason === undefined ? REASONS[bound] : `${REASONS[bound]}: ${reason}`;
  const speeds = rates.map(({ rows, samplesPerSecond }) => `${rows}: ${samplesPerSecond.toPrecision(3)}/s`);
  const measured = speeds.length === 0 ? '' : `; ${speeds.join(', ')}`;
  return `${model}: batches of up to ${counted(maxRows, 'sample')} over studies (${why}${measured})`;
};

export const halvedNotice = ({ model, fold, rows }: BatchHalved): string =>
  `warning: out of memory in a batch of ${model}, fold ${fold}; repeated in batches of at most ${counted(rows, 'sample')}; lower --batch or --concurrency [BATCH_HALVED]`;
