// The process that `startWitness` starts: node witness-process.js <out> <log level>
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { leftInWork } from '../streams/in-work.ts';
import { deathNotice } from './death-notice.ts';

const [out = '', logLevel = 'info'] = process.argv.slice(2);
let asked = false;

const onDeath = async (): Promise<void> => {
  if (!existsSync(join(out, 'run.lock'))) return; // it died before it had the folder, or after it gave it back
  const studyIds = leftInWork(out);
  process.stderr.write(`${deathNotice(studyIds, { asked })}\n`);
  if (asked) return;
  const { runLog } = await import('./run-log.ts');
  try {
    runLog(out, logLevel).died(studyIds);
  } catch {
    // a disk that is full, or a folder that is gone; standard error has been told
  }
};

process.on('message', () => {
  asked = true;
});
if (process.connected) process.on('disconnect', onDeath);
else await onDeath(); // it died while this process started
