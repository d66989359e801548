import { siblingModule } from '../../../threads/sibling-module.ts';
import { probeAnswer } from '../probe-process.ts';
import { BACKEND_ENTRIES, type TfjsBackend } from './backends.ts';
import { locateBackend } from './locate-backend.ts';

/** Tries a backend in a separate process, where it may crash. @returns why it is unusable, if so */
export const triedFault = async (backend: TfjsBackend): Promise<string | undefined> => {
  const answer = await probeAnswer(siblingModule(import.meta.url, 'probe-backend'), [backend]);
  if ('fault' in answer) return answer.fault;
  return answer.message === '' ? undefined : answer.message;
};

/** Native backends that have started in a separate process, which is not repeated for each runtime and engine. */
const sound = new Set<TfjsBackend>();

/** Why a backend is unusable; undefined if no fault is known. Native ones are tried in a separate process, until one has started. */
export const backendFault = async (backend: TfjsBackend): Promise<string | undefined> => {
  const location = locateBackend(backend);
  if ('missing' in location) return location.missing;
  if (!BACKEND_ENTRIES[backend].native || sound.has(backend)) return undefined;
  const fault = await triedFault(backend);
  if (fault === undefined) sound.add(backend);
  return fault;
};
