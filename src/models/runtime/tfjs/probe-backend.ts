import { firstLineOf } from '../first-line.ts';
import { isTfjsBackend } from './backends.ts';
import { startBackend } from './start-backend.ts';

/** Entry point of the process that `backendFault` starts: tries the given backend and replies with an empty message or the reason. */
const [, , backend] = process.argv;

const fault = async (): Promise<string> => {
  if (!isTfjsBackend(backend)) return `there is no backend ${backend}`;
  try {
    await startBackend(backend);
    return '';
  } catch (error) {
    return firstLineOf(error);
  }
};

// Exits immediately, since native threads may still run.
process.send?.(await fault(), () => process.exit());
