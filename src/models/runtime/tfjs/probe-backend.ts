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
    // Only the first line: packages append their own advice.
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
  }
};

// Exits immediately, since native threads may still run.
process.send?.(await fault(), () => process.exit());
