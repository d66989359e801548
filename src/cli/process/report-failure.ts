import { SpineError } from '../../domain/spine-error.ts';
import { messageOf } from '../../domain/text/message-of.ts';
import { printableLines } from '../../domain/text/printable.ts';
import { EXIT } from './exit-codes.ts';

/** Prints an error for a person, with its causes, and sets the exit status. The stack is shown for faults only. */
export const reportFailure = (error: unknown): void => {
  const expected = error instanceof SpineError && error.code !== 'UNEXPECTED';
  const text = error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`${printableLines(text)}\n`);
  let told = text;
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    const message = messageOf(cause);
    if (!told.includes(message)) process.stderr.write(`  because: ${printableLines(message)}\n`);
    told = message;
  }
  const stopped = error instanceof SpineError && error.code === 'INTERRUPTED';
  process.exitCode = stopped ? EXIT.interrupted : expected ? EXIT.usage : EXIT.fault;
};
