// A run in a process of its own, to be killed: node --import tsx grade-child.ts <settings as JSON> [delayMs] [id of a study at which it kills itself]
import { SpineError } from '../../src/domain/spine-error.ts';
import { type GradeEvent, gradeStudies } from '../../src/run/grade-studies.ts';
import { fakeRuntime } from './fake-runtime.ts';

const [settings = '{}', delayMs = '0', deadly] = process.argv.slice(2);
const stop = new AbortController();
process.on('message', (message) => {
  if (message === 'stop') stop.abort();
});
const TOLD: readonly GradeEvent['type'][] = ['opened', 'study', 'blocked', 'done-earlier'];
try {
  await gradeStudies({
    pipeline: 'two-stage',
    ...JSON.parse(settings),
    startRuntime: async () => fakeRuntime(Number(delayMs)),
    now: () => performance.now(),
    date: () => new Date(),
    stop: stop.signal,
    onEvent: (event) => {
      if (event.type === 'step-begun' && event.studyId === deadly) process.kill(process.pid, 'SIGKILL');
      if (TOLD.includes(event.type)) process.send?.(event.type);
      if ('error' in event) process.send?.(event.error.code);
    },
  });
} catch (error) {
  if (!(error instanceof SpineError)) throw error;
  process.send?.(error.code);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
