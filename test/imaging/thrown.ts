import { SpineError } from '../../src/domain/spine-error.ts';

/** Code and reason of what a call throws; anything but a SpineError is passed on. */
export const thrownBy = (call: () => unknown): { code: string; reason: string } | undefined => {
  try {
    call();
    return undefined;
  } catch (error) {
    if (!(error instanceof SpineError)) throw error;
    return { code: error.code, reason: error.reason };
  }
};
