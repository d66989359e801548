import { messageOf } from '../../domain/text/message-of.ts';
import { placeOf } from '../../domain/text/thrown-at.ts';

/**
 * Collects errors that nothing catches, of a promise, timer or event that a plugin left running; in a run such an error
 * ends the process. The returned function stops collecting and describes them.
 */
export const strayErrors = (): (() => readonly string[]) => {
  const errors: unknown[] = [];
  const note = (error: unknown) => void errors.push(error);
  process.on('uncaughtException', note); // also of a promise
  return () => {
    process.off('uncaughtException', note);
    const texts = errors.map((error) => `${messageOf(error)}${placeOf(error)}`);
    return [...new Set(texts)].map(
      (text) =>
        `an error that nothing catches: ${text}; await every promise, and handle the errors of timers and events`,
    );
  };
};
