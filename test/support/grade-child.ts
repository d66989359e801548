// A run in a process of its own, to be killed: node --import tsx grade-child.ts <studies> <models> <out> <resume|refuse> <concurrency> <delayMs> [shard] [pipeline]
import { gradeStudies } from '../../src/run/grade-studies.ts';
import { fakeRuntime } from './fake-runtime.ts';

const [
  studies = '',
  models = '',
  out = '',
  existing = '',
  concurrency = '2',
  delayMs = '0',
  shard,
  pipeline = 'two-stage',
] = process.argv.slice(2);
await gradeStudies({
  pipeline,
  shard: shard || undefined,
  studies,
  models,
  out,
  concurrency: Number(concurrency),
  existing: existing === 'resume' ? 'resume' : 'refuse',
  startRuntime: async () => fakeRuntime(Number(delayMs)),
  now: () => performance.now(),
  date: () => new Date(),
  onEvent: ({ type }) => {
    if (type === 'opened' || type === 'study') process.send?.(type);
  },
});
