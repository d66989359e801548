import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StepMeasured, StepTask } from '../step-child.ts';
import type { Taken } from './own-side.ts';

const CHILD = fileURLToPath(new URL('../step-child.ts', import.meta.url));

/** A step of the foraminal network, as on the original's side; the fastest of three. */
export const fastestStep = async (threads: number): Promise<Taken> => {
  const task: StepTask = { network: 'foraminal-resnet18', sizePx: 128, engine: 'onnx', threads, batch: 16, steps: 3 };
  const child = fork(CHILD, [JSON.stringify(task)], { execArgv: ['--import', 'tsx'] });
  const [answer]: (StepMeasured | { readonly failed: string })[] = await once(child, 'message');
  if (answer === undefined || 'failed' in answer) throw new Error(answer?.failed ?? 'the step ended without an answer');
  return { wallS: answer.msPerStep / 1000, cpuS: answer.cpuMs / 1000 };
};
