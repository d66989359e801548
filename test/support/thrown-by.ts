import { SpineError } from '../../src/domain/spine-error.ts';

/** The SpineError that a call throws. Anything else, and nothing, fails the test. */
export const thrownBy = (call: () => unknown): SpineError => {
  try {
    call();
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

/** The SpineError that a promise is rejected with. */
export const rejectionOf = async (promise: Promise<unknown>): Promise<SpineError> => {
  const [outcome] = await Promise.allSettled([promise]);
  return thrownBy(() => {
    if (outcome.status === 'rejected') throw outcome.reason;
  });
};
