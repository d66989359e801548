// A process that claims the folders it is sent, and says what came of it; "release" gives the last one back.
import { SpineError } from '../../src/domain/spine-error.ts';
import { lockOutput } from '../../src/run/output-lock.ts';

let unlock: (() => Promise<void>) | undefined;
const claim = async (folder: string): Promise<string> => {
  try {
    unlock = await lockOutput(folder);
    return 'held';
  } catch (error) {
    return error instanceof SpineError ? error.code : String(error);
  }
};
process.on('message', async (message) => {
  if (message !== 'release') return process.send?.(await claim(String(message)));
  await unlock?.();
  unlock = undefined;
  process.send?.('released');
});
process.send?.('ready');
