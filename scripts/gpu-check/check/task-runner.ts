import { type ChildProcess, fork } from 'node:child_process';
import type { Answer, Measured, Task } from './tasks.ts';

export interface TaskRunner {
  /** Performs a task in the process, which is started anew after a crash or a time-out. Tasks are performed one at a time. */
  readonly run: <K extends keyof Measured>(
    task: Extract<Task, { kind: K }> & { kind: K },
    timeoutMs: number,
  ) => Promise<Answer<K>>;
  readonly close: () => void;
}

export const taskRunner = (file: string): TaskRunner => {
  let child: ChildProcess | undefined;
  const started = (): ChildProcess => {
    child ??= fork(file, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    return child;
  };
  const close = (): void => {
    child?.removeAllListeners();
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    run: (task, timeoutMs) =>
      new Promise((resolve) => {
        const worker = started();
        const end = (fault: string, late = false): void => {
          clearTimeout(timer);
          close();
          resolve({ fault, late });
        };
        const timer = setTimeout(() => end(`no result within ${Math.round(timeoutMs / 1000)} s`, true), timeoutMs);
        worker.once('error', (error) => end(error.message));
        worker.once('exit', (code, signal) => end(`the process ended with ${signal ?? `code ${code}`}`));
        worker.once('message', (answer: Answer<typeof task.kind>) => {
          clearTimeout(timer);
          worker.removeAllListeners();
          resolve(answer);
        });
        worker.send(task);
      }),
    close,
  };
};
