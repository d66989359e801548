import { EXIT } from './exit-codes.ts';

/**
 * Treats an exit with status 0 as a fault from now on, since a custom operator may call `process.exit`.
 * @returns a function that allows it again, once the work is done
 */
export const noEarlyExit = (): (() => void) => {
  const onExit = (status: number) => {
    if (status !== EXIT.done) return;
    process.stderr.write('ended by a call of process.exit before the work was done; no plugin may do that\n');
    process.exitCode = EXIT.fault;
  };
  process.on('exit', onExit);
  return () => void process.off('exit', onExit);
};
