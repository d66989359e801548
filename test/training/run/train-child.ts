// A training in a process of its own, to be killed: prints a line after every step.
import { trainExperiments } from '../../../src/training/run/train-experiments.ts';
import { experimentOf, FORAMINAL, trainOptions } from '../small-experiments.ts';
import { withTinyGrader } from '../tiny-networks.ts';

const [data = '', out = '', checkpointEveryMs = '0'] = process.argv.slice(2);

await trainExperiments([withTinyGrader(experimentOf(FORAMINAL))], {
  ...trainOptions(),
  ...{ data, out, fold: 1, existing: 'resume', checkpointEveryMs: Number(checkpointEveryMs) },
  callbacks: [{ onStep: ({ step }) => void process.stdout.write(`step ${step}\n`) }],
});
