import { SpineError } from '../../../../src/domain/spine-error.ts';

/** The SpineError that a promise fails with; anything else is a failure of the test. */
export const caught = async (promise: Promise<unknown>): Promise<SpineError> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SpineError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
