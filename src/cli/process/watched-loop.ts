import { Worker } from 'node:worker_threads';

const BEAT_MS = 100;
const GRACE_MS = 2000;

/** Runs in a thread: says what blocks the event loop, and ends the process, which can do neither. */
const WATCH = `
const { parentPort, workerData: { beats, limitMs, pid } } = require('node:worker_threads');
let what = '';
let [seen, since] = [0, Date.now()];
parentPort.on('message', (name) => { what = name; });
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== seen) [seen, since] = [now, Date.now()];
  else if (Date.now() - since > limitMs) {
    const text = what + ' blocks the event loop: nothing else could run for ' + Math.round(limitMs / 1000) + ' s, neither a time-out nor Ctrl-C; look for a loop without end, or divide long work by an await\\n';
    require('node:fs').writeSync(2, text);
    process.kill(pid, 'SIGKILL');
  }
}, ${BEAT_MS});
`;

/** Watches that work leaves the event loop free in time, and otherwise names it and ends the process. */
export const watchedLoop = (
  timeoutMs: number,
): { readonly begin: (what: string) => void; readonly end: () => void } => {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { beats, limitMs: timeoutMs + GRACE_MS, pid: process.pid };
  const worker = new Worker(WATCH, { eval: true, workerData, execArgv: [] });
  worker.unref();
  const beat = setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  return {
    begin: (what) => worker.postMessage(what),
    end: () => {
      clearInterval(beat);
      void worker.terminate();
    },
  };
};
