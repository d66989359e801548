import { AsyncLocalStorage } from 'node:async_hooks';
import type { StepUnderWay, WithinStep } from '../../core/within-step.ts';

/**
 * Tells of an error that nobody catches, in a timer or in a promise that an operator left behind, and whose step began it, as far as Node
 * knows (not in `queueMicrotask` before Node 24). It is not kept from ending the process: after it nobody can say what else is broken, and a
 * study that has left its window with a result cannot fail any more.
 */
export const uncaughtErrors = (
  tell: (error: unknown, step: StepUnderWay | undefined) => void,
): { readonly withinStep: WithinStep; readonly ignore: () => void } => {
  const steps = new AsyncLocalStorage<StepUnderWay | undefined>();
  const onUncaught = (error: unknown) => tell(error, steps.getStore());
  process.on('uncaughtExceptionMonitor', onUncaught);
  return {
    withinStep: (step, work) => steps.run(step, work),
    ignore: () => void process.off('uncaughtExceptionMonitor', onUncaught),
  };
};
