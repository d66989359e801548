// Simulates the plan of docs/scale.md: node --import tsx bench/scale-simulation.ts [--studies n] [--workers n] ...
// Workers take studies, fail at random and come back; after the acknowledgement time their studies go to others.
import { parseArgs } from 'node:util';
import { createRng } from '../src/domain/seeded-rng.ts';

const { values } = parseArgs({
  options: {
    studies: { type: 'string', default: '10000000' },
    workers: { type: 'string', default: '1000' },
    window: { type: 'string', default: '2' },
    'study-s': { type: 'string', default: '8' },
    'study-mb': { type: 'string', default: '60' },
    'ack-s': { type: 'string', default: '60' },
    'worker-mtbf-h': { type: 'string', default: '100' },
    'restart-s': { type: 'string', default: '120' },
    'job-bytes': { type: 'string', default: '250' },
    'broker-per-s': { type: 'string', default: '5000' },
    'storage-gb-per-s': { type: 'string', default: '10' },
    'simulated-workers': { type: 'string', default: '100' },
    'simulated-h': { type: 'string', default: '200' },
  },
});
const given = (name: keyof typeof values): number => Number(values[name]);

const random = createRng(1);

/** Result of several workers over several hours: studies done, and worker time wasted. */
const simulated = () => {
  const [workers, hours] = [given('simulated-workers'), given('simulated-h')];
  let [done, lostS, failures] = [0, 0, 0];
  for (let worker = 0; worker < workers; worker++) {
    const endS = 3600 * hours;
    for (let now = 0; now < endS; ) {
      const lifeS = -Math.log(1 - random()) * 3600 * given('worker-mtbf-h');
      const workedS = Math.min(lifeS, endS - now);
      const finished = Math.floor(workedS / given('study-s'));
      done += finished;
      now += workedS;
      if (now >= endS) break;
      failures++;
      // Each study in progress loses its work so far: half of it on average, uniformly over the window.
      lostS += workedS - finished * given('study-s') + given('restart-s');
      now += given('restart-s');
    }
  }
  return {
    perWorkerS: done / (workers * hours * 3600),
    lost: lostS / (workers * hours * 3600),
    perHour: failures / hours / workers,
  };
};

const { perWorkerS, lost, perHour } = simulated();
const [studies, workers] = [given('studies'), given('workers')];
const rate = perWorkerS * workers;
const signs = (4 * given('window') * workers) / given('ack-s');
const messages = rate * 4 + signs; // publish, pull, deliver, acknowledge
const gbPerS = (rate * given('study-mb')) / 1000;
const brokerLimit = (given('broker-per-s') - signs) / 4 / perWorkerS;
const storageLimit = (given('storage-gb-per-s') * 1000) / given('study-mb') / perWorkerS;
const line = (what: string, value: string): void => console.log(`${what.padEnd(34)} ${value}`);
line('studies a second', rate.toFixed(1));
line('time for all', `${(studies / rate / 3600).toFixed(1)} h`);
line('workers that fail', `${(perHour * workers).toFixed(1)} an hour`);
line(
  'studies that come back',
  `${(perHour * workers * given('window')).toFixed(1)} an hour, after ${values['ack-s']} s`,
);
line('capacity lost to failures', `${(100 * lost).toFixed(2)}%`);
line('messages at the broker', `${messages.toFixed(0)} a second (signs of life ${signs.toFixed(0)})`);
line('disk of the broker at the start', `${((studies * given('job-bytes')) / 1e9).toFixed(2)} GB`);
line('reading of studies', `${gbPerS.toFixed(2)} GB/s`);
line('the broker is full at', `${brokerLimit.toFixed(0)} workers`);
line('the storage is full at', `${storageLimit.toFixed(0)} workers`);
line('breaks first', storageLimit < brokerLimit ? 'the storage' : 'the broker');
