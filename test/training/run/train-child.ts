// A training in a process of its own, to be killed: prints a line after every step.
import { startOnnxEngine } from '../../../src/training/onnx-engine.ts';
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { experimentOf, FORAMINAL } from '../small-experiments.ts';
import { withTinyGrader } from '../tiny-networks.ts';

const [data = '', out = '', checkpointEveryMs = '0'] = process.argv.slice(2);

await trainExperiments([withTinyGrader(experimentOf(FORAMINAL))], {
  data,
  out,
  fold: 1,
  existing: 'resume',
  startEngine: (options) => startOnnxEngine({ ...options, threads: 1 }),
  now: () => performance.now(),
  date: () => new Date(0),
  stop: new AbortController().signal,
  checkpointEveryMs: Number(checkpointEveryMs),
  callbacks: [{ onStep: ({ step }) => void process.stdout.write(`step ${step}\n`) }],
});
