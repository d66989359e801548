import { EXIT } from './exit-codes.ts';

/**
 * From here on it is a fault when the process ends with status 0, as it does where an operator of somebody's own calls `process.exit`.
 * @returns what allows it again: the work is done
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
