// The process that `startWitness` starts: node witness-process.js <out> <log level> <seconds a step may take> <number of the run's process>
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { leftInWork } from '../../streams/in-work.ts';
import { deathNotice, hangNotice } from './death-notice.ts';
import type { StepBegun, WitnessMessage } from './run-witness.ts';

const [out = '', logLevel = 'info', stepTimeout = '600', pid = ''] = process.argv.slice(2);
let asked = false;
let step: StepBegun | undefined;

const onDeath = async (): Promise<void> => {
  clearInterval(looking);
  if (!existsSync(join(out, 'run.lock'))) return; // it died before it had the folder, or after it gave it back
  const studyIds = leftInWork(out);
  process.stderr.write(`${deathNotice(studyIds, { asked })}\n`);
  if (asked) return;
  const { runLog } = await import('../terminal/run-log.ts');
  try {
    runLog(out, logLevel).died(studyIds);
  } catch {
    // a disk that is full, or a folder that is gone; standard error has been told
  }
};

const LOOK_EVERY_MS = 500;
const MOST_LOOKS = Math.ceil((1000 * Number(stepTimeout)) / LOOK_EVERY_MS);
/** Looks without a word from the run. Counted, not timed: while a machine sleeps, nobody looks. */
let looks = 0;
const look = (): void => {
  if (++looks !== MOST_LOOKS || step === undefined) return;
  process.stderr.write(`${hangNotice(step, { seconds: Number(stepTimeout), pid })}\n`);
};
const looking = setInterval(look, LOOK_EVERY_MS);

process.on('message', (message: WitnessMessage) => {
  looks = 0;
  if (message === 'stops at once') asked = true;
  else if (message !== 'alive') step = message;
});
if (process.connected) process.on('disconnect', onDeath);
else await onDeath(); // it died while this process started
