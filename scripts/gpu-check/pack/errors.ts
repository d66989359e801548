import { SpineError } from '../../../src/domain/spine-error.ts';

export const packingFailed = (reason: string): SpineError =>
  new SpineError({ code: 'GPU_CHECK_PACKING_FAILED', reason });
