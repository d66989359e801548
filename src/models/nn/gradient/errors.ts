import { SpineError } from '../../../domain/spine-error.ts';
import { formatShape, type Shape } from '../dim.ts';

export const batchTooSmall = (map: Shape, passes: number): SpineError =>
  new SpineError({
    code: 'TRAINING_BATCH_TOO_SMALL',
    reason:
      `batch norm got ${formatShape(map)} in ${passes} ${passes === 1 ? 'pass' : 'passes'}, one value per channel and pass, ` +
      'but statistics need two; train with a larger batch or resolution',
  });
