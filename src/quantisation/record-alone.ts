import { setTimeout as pause } from 'node:timers/promises';
import { SpineError } from '../domain/spine-error.ts';
import { type QuantisedNetwork, recordQuantisation } from '../models/quantise/quantisation-record.ts';
import { lockOutput } from '../run/output-lock.ts';

const PAUSE_MS = 20;
/** Adding an entry takes milliseconds; a lock that stays has another cause. */
const LONGEST_MS = 30_000;

/**
 * Adds an entry to `quantisation.json` of a run folder while no other process reads and writes it, which may quantise
 * another fold.
 * @param onWait  called once if another process has locked the folder
 * @throws OUTPUT_LOCKED if the folder stays locked
 */
export const recordAlone = async (folder: string, made: QuantisedNetwork, onWait?: () => void): Promise<void> => {
  const unlock = await lockedWhenFree(folder, onWait);
  try {
    await recordQuantisation(folder, made);
  } finally {
    await unlock();
  }
};

const lockedWhenFree = async (folder: string, onWait?: () => void): Promise<() => Promise<void>> => {
  let hasWaited = false;
  for (const until = performance.now() + LONGEST_MS; ; await pause(PAUSE_MS))
    try {
      return await lockOutput(folder);
    } catch (error) {
      const isHeld = error instanceof SpineError && error.code === 'OUTPUT_LOCKED';
      if (!isHeld || performance.now() > until) throw error;
      if (!hasWaited) onWait?.();
      hasWaited = true;
    }
};
