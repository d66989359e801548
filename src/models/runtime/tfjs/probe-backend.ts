import { isTfjsBackend } from './backends.ts';
import { startBackend } from './start-backend.ts';

/** The process that `backendFault` starts: tries the backend that it is told and answers with an empty message or the reason. */
const [, , backend] = process.argv;

const fault = async (): Promise<string> => {
  if (!isTfjsBackend(backend)) return `there is no backend ${backend}`;
  try {
    await startBackend(backend);
    return '';
  } catch (error) {
    // Only the first line: packages append advice about themselves.
    return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.trim();
  }
};

// Native threads may still run; nothing here is worth waiting for.
process.send?.(await fault(), () => process.exit());
